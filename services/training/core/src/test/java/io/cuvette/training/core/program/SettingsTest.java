package io.cuvette.training.core.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.testing.TestAutoencoderProgram;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private enum Method {
        PCA,
        FE,
        MEDL_PLUS
    }

    private static Settings settings(String json) throws IOException {
        return Settings.of((ObjectNode) new ObjectMapper().readTree(json));
    }

    @Test
    void readsTypedValuesAndFallsBackToDefaults() throws IOException {
        Settings settings =
                settings(
                        """
                        {"epochs": 7, "rate": 0.5, "tied": false, "batchKey": "donor",
                         "method": "medl_plus", "methods": ["fe", "pca"], "optimizer": {"beta": 0.1},
                         "absent": null}
                        """);
        assertThat(settings.integer("epochs", 1, 1, 10)).isEqualTo(7);
        assertThat(settings.real("rate", 1, 0, 1)).isEqualTo(0.5);
        assertThat(settings.flag("tied", true)).isFalse();
        assertThat(settings.text("batchKey", 100)).contains("donor");
        assertThat(settings.choice("method", Method.FE)).isEqualTo(Method.MEDL_PLUS);
        assertThat(settings.choices("methods", Method.class, List.of(Method.FE)))
                .containsExactly(Method.FE, Method.PCA);
        assertThat(settings.object("optimizer").real("beta", 0.9, 0, 1)).isEqualTo(0.1);
        assertThat(settings.integer("absent", 3, 1, 10)).isEqualTo(3);
        assertThat(settings.matching("other", "x", Pattern.compile("y"), "y")).isEqualTo("x");
        assertThat(settings.finish()).isEmpty();
    }

    @Test
    void listsOfTextsAreBounded() throws IOException {
        Settings good = settings("{\"pairs\": [\"fe+re\", \"pca\"], \"none\": []}");
        assertThat(good.texts("pairs", 2, 5)).contains(List.of("fe+re", "pca"));
        assertThat(good.texts("none", 2, 5)).contains(List.of());
        assertThat(good.texts("absent", 2, 5)).isEmpty();
        assertThat(good.finish()).isEmpty();
        for (String bad :
                List.of("\"fe\"", "[1]", "[\" \"]", "[\"a\", \"b\", \"c\"]", "[\"too long\"]")) {
            Settings settings = settings("{\"pairs\": " + bad + "}");
            assertThat(settings.texts("pairs", 2, 5)).as(bad).isEmpty();
            assertThat(settings.finish())
                    .as(bad)
                    .extracting(Finding::field)
                    .containsExactly("pairs");
        }
    }

    @Test
    void everythingThatIsWrongIsSaidInOnePass() throws IOException {
        Settings settings =
                settings(
                        """
                        {"epochs": 0, "steps": 1.5, "rate": "fast", "tied": 1, "name": " ",
                         "method": "other", "methods": ["fe", "fe"], "optimizer": {"betta": 1},
                         "epoch": 3}
                        """);
        assertThat(settings.integer("epochs", 5, 1, 10)).isEqualTo(5);
        assertThat(settings.integer("steps", 5, 1, 10)).isEqualTo(5);
        assertThat(settings.real("rate", 1, 0, 1)).isEqualTo(1);
        assertThat(settings.flag("tied", true)).isTrue();
        assertThat(settings.text("name", 10)).isEqualTo(Optional.empty());
        assertThat(settings.choice("method", Method.FE)).isEqualTo(Method.FE);
        assertThat(settings.choices("methods", Method.class, List.of(Method.PCA)))
                .containsExactly(Method.PCA);
        settings.object("optimizer").real("beta", 0.9, 0, 1);
        assertThat(settings.requiredText("batchKey", 10)).isEmpty();
        List<Finding> findings = settings.finish();
        assertThat(findings)
                .allMatch(f -> f.code() == FindingCode.INVALID_SETTING && f.stops())
                .extracting(Finding::field)
                .containsExactlyInAnyOrder(
                        "epochs",
                        "steps",
                        "rate",
                        "tied",
                        "name",
                        "method",
                        "methods",
                        "batchKey",
                        "epoch",
                        "optimizer.betta");
        assertThat(message(findings, "epochs"))
                .isEqualTo("The value is 0; it has to be a whole number from 1 to 10.");
        assertThat(message(findings, "method")).contains("one of pca, fe, medl_plus");
        assertThat(message(findings, "batchKey")).contains("missing");
        assertThat(message(findings, "epoch")).contains("no such setting").contains("epochs");
    }

    @Test
    void hugeNumbersAreOutOfRangeNotWrappedAround() throws IOException {
        Settings settings =
                settings(
                        "{\"epochs\": 4294967297, \"more\": 1e400, \"many\": 99999999999999999999}");
        assertThat(settings.integer("epochs", 5, 1, 10)).isEqualTo(5);
        assertThat(settings.real("more", 2, 0, 10)).isEqualTo(2);
        assertThat(settings.longInteger("many", 3, 0, Long.MAX_VALUE)).isEqualTo(3);
        assertThat(settings.finish()).hasSize(3);
    }

    private static String message(List<Finding> findings, String field) {
        return findings.stream()
                .filter(f -> f.field().equals(field))
                .findFirst()
                .orElseThrow()
                .message();
    }

    @Test
    void programsAreFoundByFamily() {
        TrainingPrograms programs = TrainingPrograms.load();
        assertThat(programs.families()).contains("test-autoencoder");
        assertThat(programs.find("test-autoencoder"))
                .get()
                .isInstanceOf(TestAutoencoderProgram.class);
        assertThat(programs.find("absent")).isEmpty();
        assertThatThrownBy(
                        () ->
                                TrainingPrograms.of(
                                        List.of(
                                                new TestAutoencoderProgram(),
                                                new TestAutoencoderProgram())))
                .hasMessageContaining("two training programs for the family test-autoencoder");
    }
}
