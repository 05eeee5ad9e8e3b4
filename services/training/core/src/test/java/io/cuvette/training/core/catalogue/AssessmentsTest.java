package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.diagnostics.GradientNorms;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.uncertainty.HeldOutPredictions;
import io.cuvette.training.core.uncertainty.PointPredictions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssessmentsTest {

    private static Recipe recipe(String training) throws Exception {
        String json = "{'training': %s}".formatted(training).replace('\'', '"');
        Settings settings = Settings.of((ObjectNode) new ObjectMapper().readTree(json));
        Recipe recipe = Recipe.read(settings, EnumSet.allOf(Trait.class), List.of());
        assertThat(settings.finish()).isEmpty();
        return recipe;
    }

    private static PointPredictions points(int count) {
        double[] targets = new double[count];
        Arrays.setAll(targets, i -> i % 7);
        return new PointPredictions(new double[count], targets);
    }

    @Test
    void eachChosenMethodJudgesWhatItReads() throws Exception {
        Recipe recipe =
                recipe(
                        "{'uncertainty': [{'name': 'conformal', 'alpha': 0.2}],"
                                + " 'diagnostics': [{'name': 'rankme'}, {'name': 'noise-scale'}]}");
        Assessments assessments = new Assessments(recipe);
        LoopMethods methods = recipe.loop(4, 8, 1, Optional.empty(), null);
        methods.noise().orElseThrow().observe(new GradientNorms(1, 5, 2, 4));
        assessments.ofLoop(methods);
        assessments.ofPredictions("yield", () -> HeldOutPredictions.split(points(200), 3));
        assessments.ofRepresentation(() -> new double[][] {{1, 0}, {0, 1}});

        assertThat(assessments.wantsPredictions()).isTrue();
        assertThat(assessments.wantsRepresentation()).isTrue();
        assertThat(Assessments.metrics(Map.of("net", assessments.all())))
                // squared gradient (2*4 - 1*5) / (2 - 1), variance (5 - 4) / (1/1 - 1/2)
                .containsEntry("net.noise-scale.gradients.squaredGradient", 3.0)
                .containsEntry("net.noise-scale.gradients.gradientVariance", 2.0)
                .containsEntry("net.noise-scale.gradients.noiseScale", 2.0 / 3)
                .containsEntry("net.conformal.yield.width", 10.0)
                .containsKey("net.rankme.representation.rank");
    }

    @Test
    void aMethodThatFindsTooLittleSaysSoAndTheRestIsJudged() throws Exception {
        Recipe recipe =
                recipe(
                        "{'uncertainty': [{'name': 'conformal', 'alpha': 0.01}],"
                                + " 'diagnostics': [{'name': 'noise-scale'}, {'name': 'alpha-req'}]}");
        Assessments assessments = new Assessments(recipe);
        assessments.ofLoop(recipe.loop(4, 8, 1, Optional.empty(), null));
        assessments.ofPredictions("yield", () -> HeldOutPredictions.split(points(20), 3));
        assessments.ofRepresentation(() -> new double[][] {{1, 0}, {0, 1}});

        assertThat(assessments.all())
                .hasSize(3)
                .allSatisfy(
                        each -> {
                            assertThat(each.figures()).isEmpty();
                            assertThat(each.missing().orElseThrow()).contains("need");
                        });
    }

    @Test
    void whatSeveralMethodsJudgeIsMadeOnceAndNotAtAllForNone() throws Exception {
        int[] made = new int[1];
        Recipe two =
                recipe("{'uncertainty': [{'name': 'conformal'}, {'name': 'batch-predictive'}]}");
        for (Recipe recipe : List.of(two, Recipe.NONE)) {
            new Assessments(recipe)
                    .ofPredictions(
                            "yield",
                            () -> {
                                made[0]++;
                                return HeldOutPredictions.split(points(200), 3);
                            });
        }

        assertThat(made[0]).isEqualTo(1);
    }

    @Test
    void whatCannotBeMadeIsMissingAndFailsNothing() throws Exception {
        Recipe recipe =
                recipe(
                        "{'uncertainty': [{'name': 'conformal'}], 'diagnostics': [{'name': 'rankme'}]}");
        Assessments assessments = new Assessments(recipe);
        assessments.ofPredictions("yield", () -> HeldOutPredictions.split(points(1), 3));
        assessments.ofRepresentation(() -> new double[][] {{Double.NaN}});

        assertThat(assessments.all())
                .extracting(each -> each.missing().orElseThrow())
                .containsExactly(
                        "1 held-out samples; two halves need at least 2",
                        "representation has NaN in row 0; it must be finite");
    }

    @Test
    void twoLoopsOfAJobMeasureTheirNoiseApart() throws Exception {
        Recipe recipe = recipe("{'diagnostics': [{'name': 'noise-scale'}]}");
        LoopMethods first = recipe.loop(4, 8, 1, Optional.empty(), null);
        LoopMethods second = recipe.loop(4, 8, 1, Optional.empty(), null);
        first.noise().orElseThrow().observe(new GradientNorms(1, 5, 2, 4));

        assertThat(second.noise().orElseThrow().scale()).isEmpty();
        assertThat(first.noise().orElseThrow().scale()).isPresent();
    }

    @Test
    void nothingChosenIsNothingAsked() {
        Assessments assessments = new Assessments(Recipe.NONE);
        assessments.ofPredictions("yield", () -> HeldOutPredictions.split(points(20), 3));

        assertThat(assessments.wantsPredictions()).isFalse();
        assertThat(assessments.wantsRepresentation()).isFalse();
        assertThat(assessments.all()).isEmpty();
    }
}
