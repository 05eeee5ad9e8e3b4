package io.cuvette.batchcorrection.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.service.inference.InferenceConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What others build on changes only together with a file that is reviewed. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class FrozenSurfaceTest {

    @Test
    void openApiDocumentIsTheReviewedOne() throws Exception {
        String document = given().get("/q/openapi?format=yaml").asString();

        assertFrozen("openapi.yaml", document);
    }

    @Test
    void configurationKeysAreTheReviewedOnes() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        for (Class<?> mapping : List.of(ModelLibraryConfig.class, InferenceConfig.class)) {
            ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping))
                    .forEach((name, property) -> keys.put(name, meaning(property)));
        }

        assertFrozen(
                "config-keys.txt",
                keys.entrySet().stream()
                        .map(key -> key.getKey() + " " + key.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    private static String meaning(Property property) {
        if (property.hasDefaultValue()) {
            return "= " + property.getDefaultValue();
        }
        // OptionalInt and its like count as primitives
        boolean optional =
                property.isOptional()
                        || property.getMethod()
                                .getReturnType()
                                .getSimpleName()
                                .startsWith("Optional");
        return optional ? "(optional)" : "(required)";
    }

    /** On a difference the present text is left in {@code target/frozen}, to be copied over. */
    private static void assertFrozen(String name, String present) throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "frozen")).resolve(name);
        Files.writeString(kept, present);
        assertThat(present)
                .as(
                        "%s changed. Is that meant? Others depend on it: then copy"
                                + " target/frozen/%s over src/test/resources/frozen/%s, and tell it in"
                                + " docs/contracts.md and the CHANGELOG",
                        name, name, name)
                .isEqualTo(frozen(name));
    }

    private static String frozen(String name) throws IOException {
        try (InputStream in = FrozenSurfaceTest.class.getResourceAsStream("/frozen/" + name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
