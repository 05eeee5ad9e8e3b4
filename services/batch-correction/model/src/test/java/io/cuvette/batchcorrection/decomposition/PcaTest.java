package io.cuvette.batchcorrection.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.Oracle;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.SparseCounts;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcaTest {
    private static final JsonNode ORACLE = Oracle.read("pca.json");
    private static final CsrMatrix X = SparseCounts.of(Oracle.matrix(ORACLE.get("x")));

    @Test
    void equalsScikitLearnUpToTheSign() {
        Pca pca = Pca.fit(X, 6);
        assertThat(pca.explainedVariance())
                .containsExactly(Oracle.reals(ORACLE.get("variance")), within(1e-9));
        assertThat(pca.explainedVarianceRatio())
                .containsExactly(Oracle.reals(ORACLE.get("ratio")), within(1e-9));
        Embedding expected = Oracle.points(ORACLE.get("scores"));
        Embedding scores = pca.transform(X);
        for (int c = 0; c < 6; c++) {
            double[] component = Oracle.reals(ORACLE.get("components").get(c));
            double sign = Math.signum(Lanczos.dot(component, pca.components()[c]));
            for (int gene = 0; gene < component.length; gene++) {
                assertThat(pca.components()[c][gene])
                        .isCloseTo(sign * component[gene], within(1e-7));
            }
            for (int cell = 0; cell < scores.cells(); cell++) {
                assertThat(scores.get(cell, c))
                        .isCloseTo(sign * expected.get(cell, c), within(1e-6));
            }
        }
    }

    @Test
    void theLargestLoadingOfEachComponentIsPositive() {
        for (double[] component : Pca.fit(X, 10).components()) {
            double largest = 0;
            for (double loading : component) {
                largest = Math.abs(loading) > Math.abs(largest) ? loading : largest;
            }
            assertThat(largest).isPositive();
        }
    }

    @Test
    void allComponentsGiveTheCellsBack() {
        Pca pca = Pca.fit(X, 1000);
        assertThat(pca.count()).isEqualTo(60);
        Embedding back = pca.inverseTransform(pca.transform(X));
        DenseMatrix x = Oracle.matrix(ORACLE.get("x"));
        for (int i = 0; i < back.values().length; i++) {
            assertThat(back.values()[i]).isCloseTo(x.values()[i], within(1e-6));
        }
    }

    @Test
    void covarianceAndMatrixFreeFormsAgree() {
        // 30 wide rows: multiplying by X is cheaper than a 300 x 300 covariance
        CsrMatrix wide = random(30, 300, 4);
        CsrMatrix tall = random(900, 20, 5);
        for (CsrMatrix matrix : new CsrMatrix[] {wide, tall}) {
            CovarianceOperator chosen = new CovarianceOperator(matrix, 50);
            double[] x = new Random(1).doubles(matrix.columns()).toArray();
            double[] y = new double[matrix.columns()];
            chosen.multiply(x, y);
            double[] expected = denseCovarianceTimes(matrix, x);
            assertThat(y).containsExactly(expected, within(1e-9));
        }
    }

    @Test
    void repeatedEigenvaluesOfAnIdentityAreAllFound() {
        SymmetricOperator twice =
                new SymmetricOperator() {
                    @Override
                    public int dimension() {
                        return 12;
                    }

                    @Override
                    public void multiply(double[] x, double[] y) {
                        for (int i = 0; i < x.length; i++) {
                            y[i] = 2 * x[i];
                        }
                    }
                };
        Lanczos.Eigenpairs pairs = Lanczos.largest(twice, 5, 1e-12, 100, 1);
        assertThat(pairs.values()).containsExactly(new double[] {2, 2, 2, 2, 2}, within(1e-12));
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(Lanczos.dot(pairs.vectors()[i], pairs.vectors()[j]))
                        .isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
        }
    }

    private static CsrMatrix random(int rows, int columns, int seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(4) == 0 ? random.nextFloat() * 3 : 0;
        }
        return SparseCounts.of(new DenseMatrix(rows, columns, values));
    }

    private static double[] denseCovarianceTimes(CsrMatrix matrix, double[] x) {
        int genes = matrix.columns();
        float[] row = new float[genes];
        double[] mean = new double[genes];
        for (int cell = 0; cell < matrix.rows(); cell++) {
            matrix.copyRow(cell, row, 0);
            for (int gene = 0; gene < genes; gene++) {
                mean[gene] += row[gene] / (double) matrix.rows();
            }
        }
        double[] y = new double[genes];
        for (int cell = 0; cell < matrix.rows(); cell++) {
            matrix.copyRow(cell, row, 0);
            double projected = 0;
            for (int gene = 0; gene < genes; gene++) {
                projected += (row[gene] - mean[gene]) * x[gene];
            }
            for (int gene = 0; gene < genes; gene++) {
                y[gene] += (row[gene] - mean[gene]) * projected / (matrix.rows() - 1);
            }
        }
        return y;
    }
}
