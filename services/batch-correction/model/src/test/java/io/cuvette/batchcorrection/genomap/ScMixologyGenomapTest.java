package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.SharedData;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The specification's section 2.3: objective (without its constant part) and neighbourhood that the
 * paper's scheme was measured to reach on the first genes of 1,024 highly variable ones.
 */
class ScMixologyGenomapTest {

    @Test
    void reachesWhatThePapersSchemeReaches() throws Exception {
        DenseMatrix scaled = scaled();

        assertReached(scaled, 196, .2626, .9835, .96, .76);
        assertReached(scaled, 400, -.4140, .9845, .93, .76);
        assertReached(rings(scaled, 1024), -1.1175, .9875, .89);
    }

    private static void assertReached(
            DenseMatrix scaled,
            int genes,
            double objective,
            double allPairs,
            double radial,
            double plane) {
        GenomapLayout pixels = GenomapLayout.of(firstGenes(scaled, genes), LayoutKind.EUCLID2D);

        assertReached(rings(scaled, genes), objective, allPairs, radial);
        assertThat(pixels.quality().neighbors()).isCloseTo(plane, within(.015));
        assertThat(pixels.iterations()).isLessThanOrEqualTo(15);
    }

    /**
     * @param allPairs mean 1 - r, whatever the layout: .985 in the specification for all three
     */
    private static void assertReached(
            GenomapLayout rings, double objective, double allPairs, double radial) {
        assertThat(rings.objective() - rings.constant()).isCloseTo(objective, within(2e-4));
        assertThat(rings.quality().allPairs()).isCloseTo(allPairs, within(2e-4));
        assertThat(rings.quality().neighbors()).isCloseTo(radial, within(.01));
    }

    private static GenomapLayout rings(DenseMatrix scaled, int genes) {
        return GenomapLayout.of(firstGenes(scaled, genes), LayoutKind.RADIAL);
    }

    private static GeneInteraction firstGenes(DenseMatrix scaled, int genes) {
        return GeneInteraction.of(
                RowSource.of(scaled.selectColumns(IntStream.range(0, genes).toArray())));
    }

    private static DenseMatrix scaled() throws Exception {
        AnnData data = SharedData.scMixology();
        CsrMatrix counts = (CsrMatrix) data.x();
        CountProfile profile = CountProfile.of(counts);
        PreprocessingSettings settings =
                PreprocessingSettings.DEFAULT.withHighlyVariableGenes(1024);
        Preprocessing preprocessing =
                PreprocessingFit.fit(
                        counts,
                        profile.librarySizes(),
                        data.var().index(),
                        profile.cellsWithGenes(settings.minGenesPerCell()),
                        settings);
        CsrMatrix sparse = preprocessing.apply(counts, data.var().index()).scaled();
        float[] values = new float[sparse.rows() * sparse.columns()];
        for (int row = 0; row < sparse.rows(); row++) {
            sparse.copyRow(row, values, row * sparse.columns());
        }
        return new DenseMatrix(sparse.rows(), sparse.columns(), values);
    }
}
