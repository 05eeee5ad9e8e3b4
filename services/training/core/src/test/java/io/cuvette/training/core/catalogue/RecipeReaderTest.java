package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.optimizer.OptimizerFactory;
import io.cuvette.training.core.optimizer.OptimizerMethods;
import io.cuvette.training.core.program.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecipeReaderTest {

    private record Read<T>(T value, List<String> findings) {}

    private static Settings settings(String json) throws Exception {
        return Settings.of((ObjectNode) new ObjectMapper().readTree(json));
    }

    private static List<String> findings(Settings settings) {
        return settings.finish().stream()
                .map((Finding finding) -> finding.field() + ": " + finding.message())
                .toList();
    }

    private static Read<Optional<Chosen<OptimizerFactory>>> one(String json, Trait... traits)
            throws Exception {
        Settings settings = settings(json);
        var read =
                new RecipeReader(settings, Set.of(traits)).maybe("optimizer", OptimizerMethods.ALL);
        return new Read<>(read, findings(settings));
    }

    @Test
    void aMethodComesWithItsSettings() throws Exception {
        var read = one("{\"optimizer\": {\"name\": \"adamw\", \"beta1\": 0.5}}", Trait.GRADIENTS);
        assertThat(read.findings()).isEmpty();
        assertThat(read.value().orElseThrow().json().toString())
                .isEqualTo(
                        "{\"name\":\"adamw\",\"beta1\":0.5,\"beta2\":0.999,\"epsilon\":1.0E-8,\"weightDecay\":0.01}");
        assertThat(one("{}", Trait.GRADIENTS).value()).isEmpty();
    }

    @Test
    void findingsNameFieldAndWhatIsAllowed() throws Exception {
        assertThat(
                        one("{\"optimizer\": {\"name\": \"adam\", \"x\": 1}}", Trait.GRADIENTS)
                                .findings())
                .singleElement()
                .asString()
                .startsWith(
                        "optimizer.name: There is no method of that name. Known are: sgd, adamw");
        assertThat(
                        one(
                                        "{\"optimizer\": {\"name\": \"adamw\", \"beta1\": 2, \"x\": 1}}",
                                        Trait.GRADIENTS)
                                .findings())
                .containsExactly(
                        "optimizer.beta1: The value is 2; it has to be a number from 0.0 to 0.999999.",
                        "optimizer.x: There is no such setting. Known are: name, beta1, beta2, epsilon, weightDecay.");
        assertThat(one("{\"optimizer\": {\"name\": \"sgd\"}}").findings())
                .containsExactly(
                        "optimizer.name: sgd needs weights that are trained by gradients, which this job has not.");
        assertThat(one("{\"optimizer\": {}}", Trait.GRADIENTS).findings())
                .containsExactly(
                        "optimizer.name: The value is missing; it has to be text of 1 to 100 characters.");
        assertThat(one("{\"optimizer\": \"sgd\"}", Trait.GRADIENTS).findings().get(0))
                .isEqualTo("optimizer: The value is \"sgd\"; it has to be an object.");
        assertThat(
                        one(
                                        "{\"optimizer\": {\"name\": \"sgd\", \"momentum\": 0, \"nesterov\": true}}",
                                        Trait.GRADIENTS)
                                .findings())
                .containsExactly("optimizer.name: nesterov needs a momentum above 0");
    }

    @Test
    void aListHoldsDifferentMethods() throws Exception {
        Settings settings = settings("{\"several\": [{\"name\": \"sgd\"}, {\"name\": \"sgd\"}]}");
        new RecipeReader(settings, Set.of(Trait.GRADIENTS))
                .several("several", OptimizerMethods.ALL);
        assertThat(findings(settings)).containsExactly("several[1].name: sgd is there twice.");

        Settings wrong = settings("{\"several\": [1]}");
        new RecipeReader(wrong, Set.of()).several("several", OptimizerMethods.ALL);
        assertThat(findings(wrong).get(0))
                .startsWith("several: The value is [1]; it has to be a list of at most");
    }
}
