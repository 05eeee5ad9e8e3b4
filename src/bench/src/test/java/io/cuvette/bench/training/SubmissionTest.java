package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cuvette.training.core.optimizer.OptimizerMethods;
import io.cuvette.training.core.schedule.ScheduleMethods;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionTest {
    private static final Budget SHORT = new Budget(24, 12);

    @Test
    void everyOptimizerOfTheCatalogueGoesWithEverySchedule() {
        List<Submission> all = Submission.all();

        int pairs = OptimizerMethods.ALL.size() * ScheduleMethods.ALL.size();
        assertThat(all).hasSize(pairs - 1);
        assertThat(all.stream().map(Submission::name))
                .doesNotHaveDuplicates()
                .contains("muon, wsd", "sam, power", "sso, constant", "agvm, autolrs")
                .doesNotContain("sso, autolrs");
    }

    @Test
    void methodsAreReadAsThoseOfAJob() {
        for (Submission submission : Submission.all()) {
            assertThat(submission.recipe().optimizer().orElseThrow().name())
                    .isEqualTo(submission.optimizer().get("name").asText());
            assertThat(submission.recipe().schedule().orElseThrow().name())
                    .isEqualTo(submission.schedule().get("name").asText());
        }
    }

    @Test
    void settingsThatAreWrongAreNamed() {
        Submission wrong =
                new Submission(
                        JsonNodeFactory.instance.objectNode().put("name", "sgd").put("momentum", 2),
                        JsonNodeFactory.instance.objectNode().put("name", "constant"),
                        new RateRange(1e-3, 1),
                        1);

        assertThatThrownBy(wrong::recipe)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("momentum");
    }

    @Test
    void passesOfAStepAreAsStated(@TempDir Path scratch) throws Exception {
        try (Workload workload = new PairedViews()) {
            for (var optimizer : OptimizerMethods.ALL) {
                Submission submission = Submission.of(optimizer.name(), "constant");
                Trial trial = new Trial(submission, submission.rates().low() / 100, 1);
                try (TrialModel model =
                        new TrialModel(
                                workload,
                                workload.goal().unattainable(),
                                SHORT,
                                trial,
                                Double.POSITIVE_INFINITY)) {
                    trial.train(model, SHORT, scratch);

                    assertThat(model.evaluations())
                            .as(submission.name())
                            .isEqualTo(
                                    (long) SHORT.steps(submission) * submission.passesPerBatch());
                }
            }
        }
    }

    @Test
    void budgetsAreOfPasses() {
        Budget budget = new Budget(240, 6);
        Submission plain = Submission.of("sgd", "constant");
        Submission twice = Submission.of("sam", "constant");
        Submission often = Submission.of("sso", "constant");

        assertThat(budget.period(plain)).isEqualTo(6);
        assertThat(budget.steps(plain)).isEqualTo(240);
        assertThat(budget.period(twice)).isEqualTo(3);
        assertThat(budget.steps(twice)).isEqualTo(120);
        assertThat(budget.period(often)).isEqualTo(1);
        assertThat(budget.steps(often)).isEqualTo(21);
    }

    @Test
    void ratesAreEvenByTheirLogarithm() {
        RateRange range = new RateRange(1e-3, 1e-1);

        assertThat(range.at(0)).isEqualTo(1e-3);
        assertThat(range.at(0.5)).isCloseTo(1e-2, within(1e-15));
        assertThatThrownBy(() -> new RateRange(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RateRange.of("lion"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lion");
        for (var optimizer : OptimizerMethods.ALL) {
            RateRange stated = RateRange.of(optimizer.name());
            assertThat(stated.high() / stated.low()).isCloseTo(100, within(1e-9));
        }
    }
}
