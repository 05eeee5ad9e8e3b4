package io.cuvette.training.core.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MultiplicityTest {

    private static double[] normals(RandomStream random, int size) {
        return IntStream.range(0, size).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    @Test
    void extremesOfTheLevelSetTouchItsLimit() {
        double[][] rows = {{1, 0.5, 1}, {-1, 2, 1}, {0.3, -1, 1}, {2, 1, 1}, {-2, 0.1, 1}};
        LogisticProblem problem = new LogisticProblem(rows, new int[] {1, 0, 1, 1, 0}, 0.01);
        LevelSet set = new LevelSet(problem, 0.05);
        assertThat(problem.gradient(set.best())).containsExactly(new double[3], within(1e-8));
        double[] direction = {1, -1, 0.5};
        double[] extreme = set.extreme(direction);
        assertThat(set.loss(extreme)).isCloseTo(set.limit(), within(1e-10));
        // at an extreme of a convex set the gradient points along the direction
        double[] gradient = problem.gradient(extreme);
        double scale = gradient[0] / direction[0];
        assertThat(scale).isPositive();
        assertThat(gradient[1]).isCloseTo(scale * direction[1], within(1e-6));
        assertThat(gradient[2]).isCloseTo(scale * direction[2], within(1e-6));
    }

    @Test
    void multiplicityAmongGivenModelsCountsThoseWithinTheSlack() {
        Multiplicity method = new Multiplicity(new Multiplicity.Settings(0.01, 0.1, 1e-4, 1));
        double[][] probabilities = {{0.5, 0.5, 0.5}, {0.65, 0.5, 0.45}, {0.5, 0.3, 0.5}, {0, 1, 0}};
        MultiplicityReport report =
                method.among(probabilities, new double[] {0.3, 0.305, 0.31, 0.4});
        assertThat(report.ambiguity()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(report.discrepancyAtLeast()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(report.widestRange()).isCloseTo(0.2, within(1e-12));
        assertThat(report.lowest()).containsExactly(0.5, 0.3, 0.45);
        assertThatThrownBy(() -> method.among(probabilities, new double[1]))
                .hasMessageContaining("4 models for 1 losses");
    }

    @Test
    void multiplicityOfMoreWeightsIsBracketed() {
        RandomStream random = new RandomStream(11);
        double[][] features = new double[30][];
        int[] labels = new int[30];
        for (int i = 0; i < labels.length; i++) {
            features[i] = normals(random, 3);
            labels[i] = features[i][0] + random.nextGaussian() > 0 ? 1 : 0;
        }
        MultiplicityReport report =
                new Multiplicity(Multiplicity.Settings.DEFAULT).of(features, labels, features);
        assertThat(report.discrepancyAtLeast()).isPositive();
        assertThat(report.discrepancyAtLeast()).isLessThanOrEqualTo(report.discrepancyAtMost());
        assertThat(report.discrepancyAtMost()).isEqualTo(report.ambiguity());
        for (int i = 0; i < labels.length; i++) {
            assertThat(report.baseline()[i]).isBetween(report.lowest()[i], report.highest()[i]);
        }
    }

    @Test
    void assessedMultiplicityNamesItsFiguresAndNeedsTheEvent() {
        ClassPredictions samples = new CorruptedBlobs(3, 80, 0.05).predictions(60, 0.05);
        HeldOutPredictions halves = HeldOutPredictions.split(samples, 2);
        Figures figures = new Multiplicity(Multiplicity.Settings.DEFAULT).assess(halves);
        assertThat(figures.values().keySet())
                .containsExactly("ambiguity", "discrepancy", "meanRange", "widestRange");
        assertThat(figures.get("discrepancy")).isLessThanOrEqualTo(figures.get("ambiguity"));
        Multiplicity absent = new Multiplicity(new Multiplicity.Settings(0.01, 0.1, 1e-4, 5));
        assertThatThrownBy(() -> absent.assess(halves))
                .hasMessageContaining("event is 5; classes are 0 to 4");
    }
}
