package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cuvette.batchcorrection.preprocess.GeneAlignment.VersionMatch;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneAlignmentTest {

    private static final List<String> TEN = genes(0, 10);

    private static List<String> genes(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "gene" + i).toList();
    }

    @Test
    void genesInAnotherOrderAndForeignOnesAreReported() throws Exception {
        List<String> genes = new ArrayList<>(List.of("other", "gene9", "gene0"));
        genes.addAll(genes(1, 9));
        GeneAlignment.Mapping mapping = GeneAlignment.map(genes, TEN);
        assertThat(mapping.target()).containsExactly(-1, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(mapping.report())
                .isEqualTo(new GeneAlignment(10, 10, List.of(), 1, 0, List.of()));
    }

    @Test
    void aFifthMayBeMissingAndNoMore() throws Exception {
        GeneAlignment report = GeneAlignment.map(genes(0, 8), TEN).report();
        assertThat(report.found()).isEqualTo(8);
        assertThat(report.missing()).containsExactly("gene8", "gene9");
        UnsuitableDataException refused =
                catchThrowableOfType(
                        UnsuitableDataException.class, () -> GeneAlignment.map(genes(0, 7), TEN));
        assertThat(refused.finding().code()).isEqualTo(FindingCode.GENE_MISMATCH);
        assertThat(refused.finding().message())
                .contains("only 7 of the model's 10 genes", "gene7, gene8, gene9");
    }

    @Test
    void missingGenesAreZerosAndTheOthersKeepTheirPlace() throws Exception {
        Preprocessing preprocessing =
                new Preprocessing(List.of("a", "b", "c", "d", "e"), 1, 1, 10, 0, 1, 1);
        CsrMatrix counts =
                new CsrMatrix(
                        1, 4, new int[] {0, 4}, new int[] {0, 1, 2, 3}, new float[] {4, 3, 2, 1});
        Preprocessing.Prepared prepared = preprocessing.apply(counts, List.of("e", "d", "b", "a"));
        assertThat(prepared.alignment().missing()).containsExactly("c");
        float[] row = new float[5];
        prepared.scaled().copyRow(0, row, 0);
        assertThat(row)
                .containsExactly(
                        (float) Math.log1p(1),
                        (float) Math.log1p(2),
                        0f,
                        (float) Math.log1p(3),
                        (float) Math.log1p(4));
    }

    @Test
    void ofEqualNamesTheFirstCounts() throws Exception {
        List<String> genes = new ArrayList<>(TEN);
        genes.add("gene3");
        GeneAlignment.Mapping mapping = GeneAlignment.map(genes, TEN);
        assertThat(mapping.target()[3]).isEqualTo(3);
        assertThat(mapping.target()[10]).isEqualTo(-1);
        assertThat(mapping.report().duplicates()).isEqualTo(1);
        assertThat(mapping.report().unused()).isEqualTo(1);
    }

    @Test
    void ensemblIdsMeetWhateverTheirVersions() throws Exception {
        List<String> model =
                List.of(
                        "ENSG00000141510.16",
                        "ENSG00000012048",
                        "ENSMUSG00000059552.14",
                        "ENSG00000111640.15",
                        "TP53.1");
        List<String> genes =
                List.of(
                        "ENSG00000111640.15",
                        "ENSMUSG00000059552",
                        "ENSG00000012048.9",
                        "ENSG00000141510.18",
                        "TP53.1");
        GeneAlignment.Mapping mapping = GeneAlignment.map(genes, model);
        assertThat(mapping.target()).containsExactly(3, 2, 1, 0, 4);
        assertThat(mapping.report().missing()).isEmpty();
        assertThat(mapping.report().unused()).isZero();
        // exact matches are not reported as such
        assertThat(mapping.report().matchedWithoutVersion())
                .containsExactly(
                        new VersionMatch("ENSG00000141510.16", "ENSG00000141510.18"),
                        new VersionMatch("ENSG00000012048", "ENSG00000012048.9"),
                        new VersionMatch("ENSMUSG00000059552.14", "ENSMUSG00000059552"));
    }

    @Test
    void anIdThatComesTwiceIsNotGuessed() throws Exception {
        List<String> model = new ArrayList<>(TEN);
        model.add("ENSG00000141510.16");
        List<String> genes = new ArrayList<>(TEN);
        genes.add("ENSG00000141510.17");
        genes.add("ENSG00000141510.18");
        assertThat(GeneAlignment.map(genes, model).report().missing())
                .containsExactly("ENSG00000141510.16");
        // nor is a column given to a second gene of the model
        List<String> twice = new ArrayList<>(model);
        twice.add("ENSG00000141510.17");
        GeneAlignment.Mapping mapping = GeneAlignment.map(genes.subList(0, 11), twice);
        assertThat(mapping.target()[10]).isEqualTo(11);
        assertThat(mapping.report().missing()).containsExactly("ENSG00000141510.16");
    }

    @Test
    void namesThatOnlyLookVersionedAreNotMatched() throws Exception {
        List<String> model = new ArrayList<>(TEN);
        model.add("RP11-34P13.7");
        List<String> genes = new ArrayList<>(TEN);
        genes.add("RP11-34P13.8");
        GeneAlignment report = GeneAlignment.map(genes, model).report();
        assertThat(report.missing()).containsExactly("RP11-34P13.7");
        assertThat(report.matchedWithoutVersion()).isEmpty();
    }
}
