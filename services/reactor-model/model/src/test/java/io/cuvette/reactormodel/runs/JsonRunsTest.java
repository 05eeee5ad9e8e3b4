package io.cuvette.reactormodel.runs;

import static io.cuvette.reactormodel.runs.RunFiles.CSTR;
import static io.cuvette.reactormodel.runs.RunFiles.read;
import static io.cuvette.reactormodel.runs.RunFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.estimation.ObservedRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRunsTest {
    private static final String INPUTS =
            "\"inputs\": {\"heatDeviationKJPerH\": 5, \"feedConcentrationDeviationKmolPerM3\": 0}";

    /** A run of two times; more of it may follow. */
    private static String run(String name) {
        return "{\"name\": %s, \"timeH\": [0, 1], \"temperatureK\": [400, 401], \"concentrationKmolPerM3\": [2, 1.5], %s"
                .formatted(name, INPUTS);
    }

    private static String file(String... runs) {
        return "{\"runs\": [" + String.join(", ", runs) + "]}";
    }

    @Test
    void readsColumnsOfEachRunInUnitsOfItsOwn() throws IOException {
        ReactorRuns runs =
                read(
                        file(
                                run("\"a\"") + "}",
                                """
                                {"name": 12, "timeS": [0, 18, 36.0, 54], "temperatureC": [100, null, "NA", 102],
                                 "concentrationMolPerM3": [2000, 1500, null, null],
                                 "heatKW": [10, null, 20, null], "feedConcentrationKmolPerM3": 4.5}"""),
                        CSTR);

        assertThat(runs.runs()).extracting(NamedRun::name).containsExactly("a", "12");
        ObservedRun a = runs.runs().get(0).observed();
        assertThat(a.timesH()).containsExactly(1);
        assertThat(a.run().inputs().values()[0]).containsExactly(0, 5);
        ObservedRun b = runs.runs().get(1).observed();
        assertThat(b.timesH()).containsExactly(0.005, 0.015);
        assertThat(b.concentrationsKmolPerM3()).containsExactly(1.5, Double.NaN);
        assertThat(b.temperaturesK()).containsExactly(Double.NaN, 375.15);
        assertThat(b.run().inputs().changeTimesH()).containsExactly(0, 0.01);
        assertThat(b.run().inputs().values())
                .isDeepEqualTo(new double[][] {{0.5, 36_000}, {0.5, 72_000}});
    }

    @Test
    void whatIsNotOfRunsIsLeftOut() throws IOException {
        ReactorRuns runs =
                read(
                        "{\"made\": {\"by\": [1, {}]}, \"runs\": [%s, \"notes\": [\"x\", {\"y\": [1]}], \"who\": {\"a\": 1}}]}"
                                .formatted(run("\"a\"")),
                        CSTR);

        assertThat(runs.runs()).hasSize(1);
        assertThat(runs.findings())
                .extracting(Finding::field)
                .containsExactly("made", "notes", "who");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"runs\": [}|CORRUPT|no JSON at line 1",
                "{\"runs\": [{\"name\": \"a\"|CORRUPT|no JSON at line 1",
                "{\"runs\": {}}|CORRUPT|runs is no array",
                "{\"runs\": [1]}|CORRUPT|an entry of runs is no object",
                "{\"experiments\": []}|CORRUPT|there is no entry runs",
                "{\"runs\": []}|EMPTY|There are no runs",
                "{\"runs\": []} {}|CORRUPT|something follows the object",
                "{\"runs\": [], \"runs\": []}|CORRUPT|no JSON",
                "{\"runs\": [{\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": 1}}}}}}}]}|TOO_LARGE|nested too deep",
            })
    void filesOfAnotherShapeAreRefused(String content, FindingCode code, String why) {
        List<Finding> findings = refused(content, CSTR);

        assertThat(findings.get(0).code()).isEqualTo(code);
        assertThat(findings.get(0).message()).contains(why);
    }

    @Test
    void columnsOfUnequalLengthOrTwiceOrOfTextAreRefused() {
        Finding lengths =
                refused(file(run("\"a\"").replace("[400, 401]", "[400]") + "}"), CSTR).get(0);
        assertThat(lengths.message())
                .isEqualTo(
                        "Run a has 1 entries of temperatureK and 2 of timeH; give as many of each, null where nothing was measured.");

        Finding twice =
                refused(file(run("\"a\"") + ", \"heatDeviationKJPerH\": [1, 2]}"), CSTR).get(0);
        assertThat(twice.message()).contains("heatDeviationKJPerH comes twice");

        Finding text = refused(file(run("\"a\"").replace("401", "\"warm\"") + "}"), CSTR).get(0);
        assertThat(text.message())
                .startsWith("Run a, entry 1: temperatureK is \"warm\", which is no number");
        assertThat(refused(file(run("\"a\"").replace("401", "true") + "}"), CSTR).get(0).code())
                .isEqualTo(FindingCode.CORRUPT);
        assertThat(refused(file(run("\"a\"").replace("401", "[401]") + "}"), CSTR).get(0).code())
                .isEqualTo(FindingCode.CORRUPT);
    }

    @Test
    void valuesAreJudgedAsInTables() {
        List<Finding> findings =
                refused(
                        file(
                                run("\"a\"").replace("401", "20") + "}",
                                run("\"b\"").replace("1.5", "-1.5") + "}",
                                run("null") + "}"),
                        CSTR);

        assertThat(findings).extracting(Finding::message).hasSize(4);
        assertThat(findings.get(0).message())
                .startsWith("Run a, entry 1: temperatureK is 20.0 K, which is below 150 K");
        assertThat(findings.get(1).code()).isEqualTo(FindingCode.NEGATIVE_VALUES);
        assertThat(findings.get(2).field()).isEqualTo("run");
    }

    @Test
    void runsWithoutWholeContentAreLeftOutAndNamesAreUnique() throws IOException {
        ReactorRuns runs =
                read(
                        file(
                                run("\"a\"") + "}",
                                run("\"b\"")
                                                .replace("[0, 1]", "[]")
                                                .replace("[400, 401]", "[]")
                                                .replace("[2, 1.5]", "[]")
                                        + "}"),
                        CSTR);
        assertThat(runs.runs()).hasSize(1);
        assertThat(runs.findings().get(0).message())
                .isEqualTo("Run b is left out: it has no rows.");

        assertThat(refused(file(run("\"a\"") + "}", run("\"a\"") + "}"), CSTR).get(0).message())
                .isEqualTo("Two runs are named a; give each a name of its own.");
    }

    @Test
    void unitsMayBeGivenBesideTheFile() throws IOException {
        ReactorRuns runs =
                read(
                        file(run("\"a\"").replace("temperatureK", "temperature") + "}"),
                        CSTR.withUnits(Map.of("temperature", "C")));

        assertThat(runs.runs().get(0).observed().temperaturesK()).containsExactly(674.15);
    }

    @Test
    void limitsAreHeld() {
        RunSettings tight = CSTR.withLimits(new RunLimits(1 << 16, 4, 1, 6, 40));

        assertThat(refused(file(run("\"a\"") + "}", run("\"b\"") + "}"), tight).get(0).message())
                .isEqualTo("There are more than 1 runs; split the file.");
        String long5 = "{\"name\": \"a\", \"timeH\": [0, 1, 2, 3, 4]}";
        assertThat(refused(file(long5), tight).get(0).message())
                .isEqualTo("There are more than 4 rows; split the file.");
        assertThat(refused(file(run("\"a\"") + ", \"x\": 1, \"y\": 2}"), tight).get(0).message())
                .startsWith("A run has more than 6 columns");
        assertThat(refused(file(run("\"" + "a".repeat(41) + "\"") + "}"), tight).get(0).code())
                .isEqualTo(FindingCode.TOO_LARGE);
        assertThat(refused(file("{\"name\": " + "1".repeat(41) + "}"), tight).get(0).code())
                .isEqualTo(FindingCode.TOO_LARGE);
    }
}
