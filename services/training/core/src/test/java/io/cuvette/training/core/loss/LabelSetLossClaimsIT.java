package io.cuvette.training.core.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the papers of losses of label sets claim, on small problems of retrieval. */
class LabelSetLossClaimsIT {
    private static final int LATENT = 10;
    private static final int FEATURES = 20;
    private static final int TRAINING = 600;

    /**
     * Queries and the labels that fit them by chance: {@code logit = fit z'v + breadth of the query
     * + popularity of the label - base}.
     */
    private record Task(
            int labels,
            double fit,
            double breadth,
            double popularity,
            double base,
            double noise,
            int hidden,
            int width,
            int batch,
            int steps) {}

    private static final Task CALIBRATED = new Task(40, 1.2, 1, 0.7, 3, 0.5, 0, 12, 32, 120);
    private static final Task MANY_LABELS = new Task(300, 2, 0, 1, 8, 0.5, 48, 6, 48, 100);

    private record Rows(double[][] x, double[][] y) {}

    private static final class Retrieval {
        final Task task;
        final long seed;
        final Rows train;
        final Rows test;

        Retrieval(Task task, long seed) {
            this.task = task;
            this.seed = seed;
            RandomStream random = new RandomStream(seed);
            double[][] view = LossLab.normal(random, FEATURES, LATENT + 1, 1 / Math.sqrt(LATENT));
            double[][] labels = LossLab.normal(random, task.labels, LATENT, 1);
            double[] popularity = LossLab.normal(random, 1, task.labels, task.popularity)[0];
            this.train = draw(random, view, labels, popularity, TRAINING);
            this.test = draw(random, view, labels, popularity, 500);
        }

        private Rows draw(
                RandomStream random, double[][] view, double[][] labels, double[] pop, int rows) {
            double[][] z = LossLab.normal(random, rows, LATENT + 1, 1);
            double[][] x =
                    LossLab.sum(
                            PlainMatrix.products(z, view),
                            LossLab.normal(random, rows, FEATURES, task.noise));
            double[][] y = new double[rows][task.labels];
            for (int i = 0; i < rows; i++) {
                for (int l = 0; l < task.labels; l++) {
                    double logit = task.breadth * z[i][LATENT] + pop[l] - task.base;
                    for (int d = 0; d < LATENT; d++) {
                        logit += task.fit * z[i][d] * labels[l][d];
                    }
                    y[i][l] = random.nextDouble() < PlainMatrix.sigmoid(logit) ? 1 : 0;
                }
            }
            return new Rows(x, y);
        }

        /** Trains a network of queries and a table of labels; the measure of held-out scores. */
        double[] measure(
                BinaryOperator<PtNDArray> lossOfScoresAndOnes,
                double rate,
                BiFunction<double[][], double[][], double[]> measure) {
            try (LossLab lab = new LossLab(seed)) {
                UnaryOperator<PtNDArray> queries =
                        task.hidden == 0
                                ? lab.network("queries", FEATURES, task.width)
                                : lab.network("queries", FEATURES, task.hidden, task.width);
                UnaryOperator<PtNDArray> labels = lab.network("labels", task.labels, task.width);
                double[][] eye = new double[task.labels][task.labels];
                for (int l = 0; l < task.labels; l++) {
                    eye[l][l] = 1;
                }
                PtNDArray all = lab.matrix(eye);
                PtNDArray x = lab.matrix(train.x);
                PtNDArray y = lab.matrix(train.y);
                lab.train(
                        task.steps,
                        rate,
                        step -> {
                            PtNDArray ids =
                                    lab.tensors.codes(
                                            LossLab.batch(seed, step, TRAINING, task.batch));
                            PtNDArray scores =
                                    Functions.matmul(
                                            queries.apply(Functions.rows(x, ids)),
                                            labels.apply(all).transpose());
                            return lossOfScoresAndOnes.apply(scores, Functions.rows(y, ids));
                        });
                double[][] scores =
                        PlainMatrix.products(lab.run(queries, test.x), lab.run(labels, eye));
                return measure.apply(scores, test.y);
            }
        }
    }

    private static BinaryOperator<PtNDArray> of(LabelSetLoss loss) {
        return (scores, ones) -> loss.evaluate(scores, ones.gt(0.5));
    }

    /** InfoNCE with several positives: all of them, or their mean for each query. */
    private static BinaryOperator<PtNDArray> infoNce(boolean mean) {
        return (scores, ones) -> {
            PtNDArray weights = mean ? ones.div(ones.sum(new int[] {1}, true).maximum(1)) : ones;
            return Functions.times(
                    Functions.logSoftmax(scores).mul(weights).sum(), -1.0 / scores.size(0));
        };
    }

    /** Means over seeds, where the first is best, of any of the losses and rates. */
    private static double[] best(
            Task task,
            List<BinaryOperator<PtNDArray>> losses,
            double[] rates,
            BiFunction<double[][], double[][], double[]> measure) {
        int seeds = 3;
        double[] best = {0};
        for (BinaryOperator<PtNDArray> loss : losses) {
            for (double rate : rates) {
                double[] means = new double[2];
                for (long seed = 1; seed <= seeds; seed++) {
                    double[] found = new Retrieval(task, seed).measure(loss, rate, measure);
                    for (int i = 0; i < found.length; i++) {
                        means[i] += found[i] / seeds;
                    }
                }
                best = means[0] > best[0] ? means : best;
            }
        }
        return best;
    }

    /** Area under the ROC curve of all scores together. */
    private static double auc(double[][] scores, double[][] ones) {
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            for (int l = 0; l < scores[0].length; l++) {
                all.add(new double[] {scores[i][l], ones[i][l]});
            }
        }
        all.sort(Comparator.comparingDouble(pair -> pair[0]));
        double negatives = 0;
        double positives = 0;
        double right = 0;
        for (double[] pair : all) {
            if (pair[1] > 0) {
                positives++;
                right += negatives;
            } else {
                negatives++;
            }
        }
        return right / positives / negatives;
    }

    private static double[] aucs(double[][] scores, double[][] ones) {
        return new double[] {auc(scores, ones), aucWithinQueries(scores, ones)};
    }

    /** Mean of {@link #auc} within each query. */
    private static double aucWithinQueries(double[][] scores, double[][] ones) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            double positives = Arrays.stream(ones[i]).sum();
            if (positives > 0 && positives < ones[i].length) {
                sum += auc(new double[][] {scores[i]}, new double[][] {ones[i]});
                count++;
            }
        }
        return sum / count;
    }

    /** Share of queries with any label whose highest score is one of them. */
    private static double[] precisionAt1(double[][] scores, double[][] ones) {
        double hits = 0;
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Arrays.stream(ones[i]).sum() > 0) {
                int top = 0;
                for (int l = 1; l < scores[i].length; l++) {
                    top = scores[i][l] > scores[i][top] ? l : top;
                }
                hits += ones[i][top];
                count++;
            }
        }
        return new double[] {hits / count};
    }

    @ClaimOf(area = Area.LOSS, value = "mann-whitney")
    @Test
    void scoresOfDifferentQueriesMayBeComparedAfterTrainingByAuc() {
        double[] rates = {0.005, 0.01, 0.02};
        var mannWhitney = List.of(of(new MannWhitney(MannWhitney.Settings.DEFAULT)));
        var contrastive = List.of(infoNce(false));
        double[] found = best(CALIBRATED, mannWhitney, rates, LabelSetLossClaimsIT::aucs);
        double[] other = best(CALIBRATED, contrastive, rates, LabelSetLossClaimsIT::aucs);
        assertThat(found[0]).isGreaterThan(other[0] + 0.02);
        MeasuredClaim.of(Area.LOSS, "mann-whitney")
                .figure("AUC", found[0])
                .figure("InfoNCE", other[0])
                .figure("within", found[1])
                .figure("InfoNCE within", other[1])
                .within(0.05)
                .shows(
                        "queries with different numbers of labels: AUC over all queries together"
                                + " {AUC}, against {InfoNCE} of InfoNCE over positives; within"
                                + " single queries {within} against {InfoNCE within}; each at the best of three"
                                + " rates");
    }

    private static final double[] RATES = {0.02, 0.05};

    private static double precision(List<BinaryOperator<PtNDArray>> losses) {
        return best(MANY_LABELS, losses, RATES, LabelSetLossClaimsIT::precisionAt1)[0];
    }

    @ClaimOf(
            area = Area.LOSS,
            value = {"decoupled-softmax", "soft-top-k"})
    @Test
    void positivesThatDoNotCompeteAreRankedHigher() {
        double infoNce = precision(List.of(infoNce(false), infoNce(true)));
        double decoupled =
                precision(List.of(of(new DecoupledSoftmax(DecoupledSoftmax.Settings.DEFAULT))));
        double top = precision(List.of(of(new SoftTopK(new SoftTopK.Settings(30, 1)))));
        assertThat(decoupled).isGreaterThan(infoNce + 0.02);
        assertThat(top).isGreaterThan(infoNce + 0.005);
        MeasuredClaim.of(Area.LOSS, "decoupled-softmax")
                .figure("precision", decoupled)
                .figure("InfoNCE", infoNce)
                .within(0.05)
                .shows(
                        "300 labels, 33 a sample: precision@1 {precision}, against {InfoNCE} of"
                                + " InfoNCE at the better of its two ways to weight positives;"
                                + " both at the better of two rates, three seeds");
        MeasuredClaim.of(Area.LOSS, "soft-top-k")
                .figure("precision", top)
                .figure("InfoNCE", infoNce)
                .within(0.05)
                .shows(
                        "300 labels, 33 a sample: precision@1 {precision} with k 30, against"
                                + " {InfoNCE} of InfoNCE at the better of its two ways to weight"
                                + " positives; both at the better of two rates, three seeds");
    }
}
