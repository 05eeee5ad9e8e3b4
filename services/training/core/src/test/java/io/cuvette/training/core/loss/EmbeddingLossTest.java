package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingLossTest {
    /** Three classes of four, two and one rows, mixed. */
    private static final int[] CODES = {7, 7, -2, 7, 4, -2, 7};

    private static final EmbeddingLoss MULTI =
            new MultiSimilarity(new MultiSimilarity.Settings(2, 10, 0.4, 0.3));
    private static final EmbeddingLoss TRIPLET =
            new ProtoTriplet(new ProtoTriplet.Settings(1, 1, 0));
    private static final EmbeddingLoss TRIPLET_AND_CROSS =
            new ProtoTriplet(new ProtoTriplet.Settings(1, 2, 0.5));
    private static final EmbeddingLoss ICNN = new Icnn(new Icnn.Settings(3, false, 1, 0));
    private static final EmbeddingLoss SPREAD = new Icnn(new Icnn.Settings(3, true, 1, 0.5));
    private static final List<EmbeddingLoss> ALL =
            List.of(MULTI, TRIPLET, TRIPLET_AND_CROSS, ICNN, SPREAD);

    private Tensors tensors;
    private GradMode grad;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        grad = GradMode.on();
    }

    @AfterEach
    void close() {
        grad.close();
        tensors.close();
    }

    private PtNDArray embeddings() {
        PtNDArray x = GradientCheck.random(tensors, 4, CODES.length, 3);
        x.setRequiresGradient(true);
        return x;
    }

    private double value(EmbeddingLoss loss) {
        return loss.evaluate(embeddings(), tensors.codes(CODES)).toDoubleArray()[0];
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        PtNDArray codes = tensors.codes(CODES);
        for (EmbeddingLoss loss : ALL) {
            GradientCheck.check(tensors, in -> loss.evaluate(in[0], codes), embeddings());
        }
    }

    @Test
    void multiSimilarityEqualsAReferenceInPlainJava() {
        double[][] unit = PlainMatrix.unitRows(PlainMatrix.of(embeddings()));
        double[][] s = PlainMatrix.products(unit, unit);
        double expected = 0;
        int kept = 0;
        for (int i = 0; i < CODES.length; i++) {
            double nearestOther = Double.NEGATIVE_INFINITY;
            double farthestOwn = Double.POSITIVE_INFINITY;
            for (int j = 0; j < CODES.length; j++) {
                if (CODES[i] != CODES[j]) {
                    nearestOther = Math.max(nearestOther, s[i][j]);
                } else if (i != j) {
                    farthestOwn = Math.min(farthestOwn, s[i][j]);
                }
            }
            double own = 1;
            double other = 1;
            for (int j = 0; j < CODES.length; j++) {
                if (CODES[i] != CODES[j] && s[i][j] > farthestOwn - 0.3) {
                    other += Math.exp(10 * (s[i][j] - 0.4));
                    kept++;
                } else if (CODES[i] == CODES[j] && i != j && s[i][j] < nearestOther + 0.3) {
                    own += Math.exp(-2 * (s[i][j] - 0.4));
                    kept++;
                }
            }
            expected += (Math.log(own) / 2 + Math.log(other) / 10) / CODES.length;
        }
        assertThat(kept).as("pairs that were mined, of 42").isBetween(10, 35);
        assertThat(value(MULTI)).isCloseTo(expected, within(1e-12));
    }

    /** Distances [query][class] to the prototypes of the classes 7, -2 and 4. */
    private static double[][] toPrototypes(double[][] x, int shots) {
        int[] classes = {7, -2, 4};
        double[][] distances = new double[x.length][3];
        for (int k = 0; k < 3; k++) {
            double[] mean = new double[3];
            int count = 0;
            for (int j = 0; j < x.length; j++) {
                if (CODES[j] == classes[k] && count < shots) {
                    count++;
                    for (int d = 0; d < 3; d++) {
                        mean[d] += x[j][d];
                    }
                }
            }
            for (int d = 0; d < 3; d++) {
                mean[d] /= count;
            }
            for (int j = 0; j < x.length; j++) {
                distances[j][k] = PlainMatrix.distance(x[j], mean);
            }
        }
        return distances;
    }

    @Test
    void protoTripletEqualsAReferenceInPlainJava() {
        double[][] x = PlainMatrix.of(embeddings());
        // queries behind the first row of each class, then behind the first two
        int[][] queries = {{1, 3, 6, 5}, {3, 6}};
        double[][] first = toPrototypes(x, 1);
        double triplet = 0;
        for (int q : queries[0]) {
            int own = CODES[q] == 7 ? 0 : 1;
            double other = Math.min(first[q][1 - own], first[q][2]);
            triplet += Math.max(0, first[q][own] - other + 1) / 4;
        }
        assertThat(value(TRIPLET)).isCloseTo(triplet, within(1e-12)).isPositive();
        double[][] second = toPrototypes(x, 2);
        double both = 0;
        for (int q : queries[1]) {
            double[] d = second[q];
            both += Math.max(0, d[0] - Math.min(d[1], d[2]) + 1) / 2;
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += Math.exp(-d[k] * d[k]);
            }
            both += 0.5 * (Math.log(sum) + d[0] * d[0]) / 2;
        }
        assertThat(value(TRIPLET_AND_CROSS)).isCloseTo(both, within(1e-12));
    }

    /** Score terms lambda, gamma and omega with three neighbours. */
    private static double[] icnnTerms(double[][] x) {
        int n = x.length;
        double within = 0;
        int withinRows = 0;
        double[] ownShares = new double[n];
        double[][] scaledOwn = new double[n][3];
        double[][] others = new double[n][3];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            int anchor = i;
            Integer[] order = new Integer[n];
            Arrays.setAll(order, j -> j);
            Arrays.sort(
                    order,
                    (p, q) ->
                            Double.compare(
                                    PlainMatrix.distance(x[anchor], x[p]),
                                    PlainMatrix.distance(x[anchor], x[q])));
            double border = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                if (CODES[j] != CODES[i]) {
                    border = Math.min(border, PlainMatrix.distance(x[i], x[j]));
                }
            }
            double farthest = PlainMatrix.distance(x[i], x[order[3]]) / (border + 1e-7);
            double sum = 0;
            int count = 0;
            for (int k = 0; k < 3; k++) {
                int j = order[k + 1];
                double d = PlainMatrix.distance(x[i], x[j]);
                if (CODES[j] == CODES[i]) {
                    scaledOwn[i][k] = d / (border + 1e-7) / Math.max(1, farthest);
                    sum += scaledOwn[i][k];
                    count++;
                } else {
                    others[i][k] = d;
                    largest = Math.max(largest, d);
                }
            }
            ownShares[i] = count / 3.0;
            within += count == 0 ? 0 : sum / count;
            withinRows += count == 0 ? 0 : 1;
        }
        double between = 0;
        int betweenRows = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            int count = 0;
            for (int k = 0; k < 3; k++) {
                others[i][k] /= largest + 1e-7;
                sum += others[i][k];
                count += others[i][k] > 0 ? 1 : 0;
            }
            between += count == 0 ? 0 : sum / count;
            betweenRows += count == 0 ? 0 : 1;
        }
        double lambda = (1 - within / withinRows + between / betweenRows) / 2;
        double omega =
                1 - variance(PlainMatrix.flat(scaledOwn)) - variance(PlainMatrix.flat(others));
        return new double[] {lambda, Arrays.stream(ownShares).average().orElseThrow(), omega};
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double sum = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return sum / (values.length - 1);
    }

    @Test
    void icnnEqualsAReferenceInPlainJava() {
        double[] terms = icnnTerms(PlainMatrix.of(embeddings()));
        assertThat(terms[1]).as("share of the own class").isBetween(0.2, 0.8);
        assertThat(value(ICNN)).isCloseTo(-Math.log((terms[0] + terms[1]) / 2), within(1e-12));
        double score = (terms[0] + terms[1] + terms[2]) / 3;
        double cross =
                value(new ProtoTriplet(new ProtoTriplet.Settings(0, 1, 1)))
                        - value(new ProtoTriplet(new ProtoTriplet.Settings(0, 1, 0)));
        assertThat(value(SPREAD)).isCloseTo(-Math.log(score) + 0.5 * cross, within(1e-12));
    }

    @Test
    void separatedClassesCostLessThanMixedOnes() {
        double[][] blobs = new double[12][2];
        int[] right = new int[12];
        int[] wrong = new int[12];
        for (int i = 0; i < 12; i++) {
            right[i] = i / 4;
            wrong[i] = i % 3;
            blobs[i][0] = 10 * Math.cos(2.1 * right[i]) + 0.1 * Math.sin(i);
            blobs[i][1] = 10 * Math.sin(2.1 * right[i]) + 0.1 * Math.cos(2 * i);
        }
        for (EmbeddingLoss loss : ALL) {
            PtNDArray x = PlainMatrix.tensor(tensors, blobs);
            double apart = loss.evaluate(x, tensors.codes(right)).toDoubleArray()[0];
            double mixed = loss.evaluate(x, tensors.codes(wrong)).toDoubleArray()[0];
            assertThat(apart).isLessThan(0.1);
            assertThat(mixed).isGreaterThan(0.25);
        }
    }

    @Test
    void oneClassAndEqualEmbeddingsAreFinite() {
        int[] one = new int[6];
        int[] two = {0, 1, 0, 1, 0, 1};
        for (EmbeddingLoss loss : ALL) {
            for (int[] codes : new int[][] {one, two}) {
                for (boolean equal : new boolean[] {false, true}) {
                    PtNDArray x =
                            equal
                                    ? tensors.full(0.5, DataType.FLOAT64, 6, 3)
                                    : GradientCheck.random(tensors, 8, 6, 3);
                    x.setRequiresGradient(true);
                    PtNDArray value = loss.evaluate(x, tensors.codes(codes));
                    assertThat(value.toDoubleArray()[0]).isFinite();
                    assertThat(TorchOps.gradient(value, x, false).toDoubleArray())
                            .doesNotContain(Double.NaN);
                }
            }
        }
    }

    @Test
    void singlePrecisionIsNearDoublePrecision() {
        for (EmbeddingLoss loss : ALL) {
            PtNDArray narrow =
                    loss.evaluate(
                            Tensors.cast(embeddings(), DataType.FLOAT32), tensors.codes(CODES));
            assertThat((double) narrow.toFloatArray()[0]).isCloseTo(value(loss), within(1e-5));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        for (EmbeddingLoss loss : ALL) {
            assertThatThrownBy(() -> loss.evaluate(embeddings(), tensors.codes(new int[3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class codes are INT64 (3); needed are INT64 (7)");
            PtNDArray halves = tensors.zeros(DataType.FLOAT64, 7);
            assertThatThrownBy(() -> loss.evaluate(embeddings(), halves))
                    .hasMessageContaining("class codes are FLOAT64");
            assertThatThrownBy(() -> loss.evaluate(halves, tensors.codes(CODES)))
                    .hasMessageContaining("embeddings are FLOAT64 (7)");
        }
        PtNDArray few = GradientCheck.random(tensors, 1, 3, 2);
        assertThatThrownBy(() -> ICNN.evaluate(few, tensors.codes(new int[3])))
                .hasMessageContaining("a batch of 3 rows is too small for this loss; it needs 4");
        assertThatThrownBy(() -> new MultiSimilarity(new MultiSimilarity.Settings(0, 50, 0.5, 0.1)))
                .hasMessageContaining("alpha is 0.0");
        assertThatThrownBy(() -> new ProtoTriplet(new ProtoTriplet.Settings(Double.NaN, 5, 1)))
                .hasMessageContaining("margin is NaN");
        assertThatThrownBy(() -> new Icnn(new Icnn.Settings(0, false, 5, 1)))
                .hasMessageContaining("neighbours is 0");
    }
}
