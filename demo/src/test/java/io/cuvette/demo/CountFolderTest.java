package io.cuvette.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountFolderTest {

    private static final String COUNTS =
            """
            "c1","c2"
            "GeneA",1,0
            "GeneB",0,2
            "GeneC",3,4
            """;

    @TempDir private Path folder;

    @Test
    void joinsTheBatchesOverTheirGenesAndAnnotatesCellsByName() throws IOException {
        write("one.count.csv.gz", COUNTS);
        // as R writes it: no name for the column of row names, and a comma in a quoted field
        write("one.metadata.csv.gz", "\"line\",\"n\"\n\"c2\",\"H1975, adult\",7\n\"c1\",NA,8\n");
        write("two.count.csv.gz", COUNTS.replace("GeneB", "Other"));
        write("two.metadata.csv.gz", "\"line\",\"n\"\n\"c1\",\"A549\",1\n\"c2\",\"A549\",2\n");

        AnnData joined = CountFolder.read(folder);

        assertThat(joined.var().index()).containsExactly("GeneA", "GeneC");
        assertThat(joined.obs().index()).containsExactly("c1-one", "c2-one", "c1-two", "c2-two");
        assertThat(texts(joined, "batch")).containsExactly("one", "one", "two", "two");
        assertThat(texts(joined, "line")).containsExactly("", "H1975, adult", "A549", "A549");
        assertThat(texts(joined, "n")).containsExactly("8", "7", "1", "2");
        float[] second = new float[2];
        joined.x().copyRow(1, second, 0);
        assertThat(second).containsExactly(0f, 4f);
    }

    @Test
    void takesABatchWithoutMetadata() throws IOException {
        write("one.count.csv.gz", COUNTS);

        assertThat(texts(CountFolder.read(folder), "batch")).containsExactly("one", "one");
    }

    @Test
    void saysWhatIsWrongWithAnEmptyFileAndAnEmptyFolder() throws IOException {
        assertThatThrownBy(() -> CountFolder.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no NAME.count.csv.gz");
        write("one.count.csv.gz", COUNTS);
        write("one.metadata.csv.gz", "");

        assertThatThrownBy(() -> CountFolder.read(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void leavesNothingInTheFolderOfTemporaryFiles() throws IOException {
        write("one.count.csv.gz", COUNTS);
        write("two.count.csv.gz", "no table");
        Set<Path> before = scratchFolders();

        assertThatThrownBy(() -> CountFolder.read(folder)).isInstanceOf(IOException.class);

        assertThat(scratchFolders()).isEqualTo(before);
    }

    private static Set<Path> scratchFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("cuvette-demo"))
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> texts(AnnData data, String column) {
        Column values = data.obs().column(column).orElseThrow();
        return IntStream.range(0, values.size()).mapToObj(values::text).toList();
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
