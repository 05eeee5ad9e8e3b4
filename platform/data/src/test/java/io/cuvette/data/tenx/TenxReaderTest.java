package io.cuvette.data.tenx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.LoadedDataset;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.finding.Severity;
import io.cuvette.data.testing.Python;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of one matrix, written by h5py and scipy, reads as the same dataset. */
class TenxReaderTest {
    @TempDir static Path folder;
    private static JsonNode expected;

    @BeforeAll
    static void writeFiles() throws Exception {
        Python.assumeModules("h5py", "scipy.io");
        try (InputStream script = TenxReaderTest.class.getResourceAsStream("/tenx/write.py")) {
            String program = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            expected = new ObjectMapper().readTree(Python.run(program, folder));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v3.h5, TENX_H5, true",
        "v2.h5, TENX_H5, false",
        "v3.zip, TENX_MTX_ARCHIVE, true",
        "v2.zip, TENX_MTX_ARCHIVE, false",
        "v3.tar, TENX_MTX_ARCHIVE, true",
        "v3.tar.gz, TENX_MTX_ARCHIVE, true",
        "v2.tar.gz, TENX_MTX_ARCHIVE, false",
    })
    void readsAs(String name, DatasetFormat format, boolean typed) throws Exception {
        Path file = folder.resolve(name);
        assertThat(DatasetReader.sniff(file)).isEqualTo(format);

        LoadedDataset loaded = DatasetReader.load(file, ReadOptions.in(folder));
        AnnData data = loaded.data();
        assertThat(data.obs().index()).isEqualTo(texts("barcodes"));
        assertThat(data.genes()).isEqualTo(20);
        assertThat(data.var().index().get(3)).isEqualTo("GENE3");
        assertThat(data.var().index().get(7)).isEqualTo("GENE3-1");
        for (int gene = 0; gene < 20; gene++) {
            assertThat(data.var().columns().get("gene_ids").text(gene))
                    .isEqualTo(texts("ids").get(gene));
        }
        float[] row = new float[20];
        for (int cell = 0; cell < data.cells(); cell++) {
            data.x().copyRow(cell, row, 0);
            for (int gene = 0; gene < 20; gene++) {
                assertThat(row[gene]).isEqualTo(expected.get("x").get(cell).get(gene).asInt());
            }
        }
        List<FindingCode> codes =
                new ArrayList<>(loaded.findings().stream().map(Finding::code).toList());
        assertThat(codes.remove(FindingCode.DUPLICATE_GENE_NAMES)).isTrue();
        // antibodies and guides, one finding each
        assertThat(codes)
                .hasSize(typed ? 2 : 0)
                .allMatch(code -> code == FindingCode.UNSUPPORTED_FEATURE);
        assertThat(loaded.findings()).noneMatch(f -> f.severity() == Severity.ERROR);
        assertThat(data.var().columns().containsKey("feature_types")).isEqualTo(typed);

        DatasetDescription description = DatasetReader.describe(file, ReadOptions.in(folder));
        assertThat(description.format()).isEqualTo(format);
        assertThat(description.integers()).isTrue();
        assertThat(description.usable()).isTrue();
        assertThat(description.storedValues()).isEqualTo(data.x().storedValues());
    }

    private static List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        expected.get(field).forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
