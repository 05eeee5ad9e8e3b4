package io.cuvette.training.core.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.Settings;
import org.junit.jupiter.api.Test;

class SettingsSchemaTest {

    enum Shape {
        ROUND,
        VERY_FLAT
    }

    record Example(
            @Real(min = 0, max = 1, preset = 0.25, about = "a share") double share,
            @Whole(min = 1, max = 9, preset = 4, about = "how many") int count,
            @Flag(preset = true, about = "whether") boolean quick,
            @OneOf(preset = "very_flat", about = "of what form") Shape shape) {
        Example {
            if (quick && count > 8) {
                throw new IllegalArgumentException("quick takes a count of 8 at most");
            }
        }
    }

    record Mute(double share) {}

    private static final SettingsSchema<Example> SCHEMA = SettingsSchema.of(Example.class);

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }

    @Test
    void defaultsComeFromTheAnnotations() {
        assertThat(SCHEMA.standard()).isEqualTo(new Example(0.25, 4, true, Shape.VERY_FLAT));
        assertThat(SCHEMA.words())
                .containsExactly(
                        "share 0.25 (0 to 1)",
                        "count 4 (1 to 9)",
                        "quick true (true or false)",
                        "shape very_flat (round, very_flat)");
    }

    @Test
    void readsWhatAJobSendsAndWritesItBack() throws Exception {
        Settings settings = Settings.of(json("{\"share\": 1, \"shape\": \"round\"}"));
        Example read = SCHEMA.read(settings);
        assertThat(settings.finish()).isEmpty();
        assertThat(read).isEqualTo(new Example(1, 4, true, Shape.ROUND));
        assertThat(SCHEMA.json(read))
                .isEqualTo(json("{\"share\":1.0,\"count\":4,\"quick\":true,\"shape\":\"round\"}"));
    }

    @Test
    void findingsNameTheFieldAndWhatIsAllowed() throws Exception {
        Settings settings =
                Settings.of(
                        json(
                                "{\"share\": 1.5, \"count\": 2.5, \"quick\": 1, \"shape\": \"x\", \"more\": 1}"));
        SCHEMA.read(settings);
        assertThat(settings.finish())
                .extracting(finding -> finding.field() + ": " + finding.message())
                .containsExactly(
                        "share: The value is 1.5; it has to be a number from 0.0 to 1.0.",
                        "count: The value is 2.5; it has to be a whole number from 1 to 9.",
                        "quick: The value is 1; it has to be true or false.",
                        "shape: The value is \"x\"; it has to be one of round, very_flat.",
                        "more: There is no such setting. Known are: share, count, quick, shape.");
    }

    @Test
    void rulesOfSeveralSettingsBecomeFindings() throws Exception {
        Settings settings = Settings.of(json("{\"count\": 9}"));
        assertThat(SCHEMA.read(settings)).isEqualTo(SCHEMA.standard());
        assertThat(settings.finish())
                .extracting(finding -> finding.message())
                .containsExactly("quick takes a count of 8 at most");
    }

    @Test
    void schemaSaysTypeRangeAndDefault() throws Exception {
        assertThat(SCHEMA.jsonSchema("example"))
                .isEqualTo(
                        json(
                                """
                                {"$schema": "https://json-schema.org/draft/2020-12/schema",
                                 "type": "object", "additionalProperties": false,
                                 "required": ["name"],
                                 "properties": {
                                  "name": {"const": "example"},
                                  "share": {"type": "number", "description": "a share",
                                   "minimum": 0.0, "maximum": 1.0, "default": 0.25},
                                  "count": {"type": "integer", "description": "how many",
                                   "minimum": 1, "maximum": 9, "default": 4},
                                  "quick": {"type": "boolean", "description": "whether",
                                   "default": true},
                                  "shape": {"type": "string", "description": "of what form",
                                   "enum": ["round", "very_flat"], "default": "very_flat"}}}"""));
    }

    @Test
    void valuesGivenByCodeAreCheckedAsWell() {
        Example good = new Example(1, 1, true, Shape.ROUND);
        assertThat(SettingsSchema.checked(good)).isSameAs(good);
        assertThatThrownBy(
                        () -> SettingsSchema.checked(new Example(Double.NaN, 1, true, Shape.ROUND)))
                .hasMessage("share is NaN; allowed are 0.0 to 1.0");
        assertThatThrownBy(() -> SettingsSchema.checked(new Example(0, 10, false, Shape.ROUND)))
                .hasMessage("count is 10; allowed are 1 to 9");
    }

    @Test
    void aSettingWithoutRangeIsRefused() {
        assertThatThrownBy(() -> SettingsSchema.of(Mute.class))
                .hasMessageContaining("double share")
                .hasMessageContaining("@Real");
    }
}
