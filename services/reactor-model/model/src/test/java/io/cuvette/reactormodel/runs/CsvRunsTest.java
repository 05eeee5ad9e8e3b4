package io.cuvette.reactormodel.runs;

import static io.cuvette.reactormodel.runs.RunFiles.CSTR;
import static io.cuvette.reactormodel.runs.RunFiles.HEADER;
import static io.cuvette.reactormodel.runs.RunFiles.read;
import static io.cuvette.reactormodel.runs.RunFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.finding.Severity;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRunsTest {
    private static final double NONE = Double.NaN;
    private static final RunSettings TUBE = RunSettings.of(PlugFlowReactor.NOMINAL);
    private static final RunSettings BATCH = RunSettings.of(BatchReactor.NOMINAL);
    private static final String TUBE_INPUTS =
            "jacketTemperatureDeviationK,inletConcentrationKmolPerM3,inletTemperatureK";

    private static ObservedRun only(ReactorRuns runs) {
        assertThat(runs.runs()).hasSize(1);
        return runs.runs().get(0).observed();
    }

    private static Finding onlyFinding(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void readsRunsWithGapsUnequalHorizonsAndIrregularTimesFromInterleavedRows() throws IOException {
        ReactorRuns runs =
                read(
                        HEADER
                                + "b,0,1,350,0,0\n"
                                + "a,0,2,400,0.5,1e5\n"
                                + "a,0.0005,2.1,401.5,0.5,1e5\n"
                                + "b,0.002,,351,0,0\n"
                                + "a,0.0021,NA,402,0.5,1e5\n"
                                + "a,0.004,2.2,null,0.5,1e5\n",
                        CSTR);

        assertThat(runs.runs()).extracting(NamedRun::name).containsExactly("b", "a");
        assertThat(runs.findings()).isEmpty();
        ObservedRun a = runs.runs().get(1).observed();
        assertThat(a.timesH()).containsExactly(0.0005, 0.0021, 0.004);
        assertThat(a.concentrationsKmolPerM3()).containsExactly(2.1, NONE, 2.2);
        assertThat(a.temperaturesK()).containsExactly(401.5, 402, NONE);
        assertThat(a.where()).isEqualTo(MeasuredNode.OUTLET);
        assertThat(a.run().start().concentrationsKmolPerM3()).containsExactly(2);
        assertThat(a.run().start().temperaturesK()).containsExactly(400);
        assertThat(a.run().inputs().segments()).isOne();
        assertThat(a.run().inputs().values()[0]).containsExactly(0.5, 1e5);
        assertThat(runs.runs().get(0).observed().timesH()).containsExactly(0.002);
    }

    @Test
    void inputsHoldFromTheRowThatChangesThemAndEmptyOnesStayAsTheyAre() throws IOException {
        ObservedRun run =
                only(
                        read(
                                HEADER
                                        + "a,0,2,400,0.5,1e5\n"
                                        + "a,0.001,2,400,,\n"
                                        + "a,0.002,2,400,,2e5\n"
                                        + "a,0.0025,,,0.25,\n"
                                        + "a,0.003,2,400,0.25,2e5\n",
                                CSTR));

        assertThat(run.run().inputs().changeTimesH()).containsExactly(0, 0.002, 0.0025);
        assertThat(run.run().inputs().values())
                .isDeepEqualTo(new double[][] {{0.5, 1e5}, {0.5, 2e5}, {0.25, 2e5}});
        // the row that only changes inputs measures nothing
        assertThat(run.timesH()).containsExactly(0.001, 0.002, 0.003);
    }

    @Test
    void unitsInNamesBecomeThoseOfTheModel() throws IOException {
        ObservedRun run =
                only(
                        read(
                                """
                                runId,timeMin,concentrationMolPerM3,temperatureC,feedConcentrationDeviationMolPerM3,heatDeviationKW
                                a,0,2000,100,500,10
                                a,30,1500,-10.5,500,20
                                """,
                                CSTR));

        assertThat(run.timesH()).containsExactly(0.5);
        assertThat(run.concentrationsKmolPerM3()).containsExactly(1.5);
        assertThat(run.temperaturesK()[0]).isCloseTo(262.65, within(1e-12));
        assertThat(run.run().start().temperaturesK()[0]).isCloseTo(373.15, within(1e-12));
        assertThat(run.run().inputs().changeTimesH()).containsExactly(0, 0.5);
        assertThat(run.run().inputs().values())
                .isDeepEqualTo(new double[][] {{0.5, 36_000}, {0.5, 72_000}});
    }

    @Test
    void secondsAndMolesPerLitreToo() throws IOException {
        ObservedRun run =
                only(
                        read(
                                """
                                run,timeS,concentrationMolPerL,temperatureK,heatKJPerH
                                a,0,2,400,5
                                a,18,1.5,401,5
                                """,
                                BATCH));

        assertThat(run.timesH()).containsExactly(0.005);
        assertThat(run.concentrationsKmolPerM3()).containsExactly(1.5);
    }

    @Test
    void absoluteInputsBecomeDeviationsFromTheReactorsSteadyOnes() throws IOException {
        RunSettings warm =
                RunSettings.of(CSTR.reactor().with(ReactorParameter.STEADY_HEAT, 30_000));
        ObservedRun run =
                only(
                        read(
                                """
                                run,timeH,concentrationKmolPerM3,temperatureK,feedConcentrationMolPerM3,heatKW
                                a,0,2,400,4500,10
                                a,1,2,400,,
                                """,
                                warm));

        assertThat(run.run().inputs().values()[0]).containsExactly(0.5, 6_000);

        ObservedRun tube =
                only(
                        read(
                                """
                                run,timeH,temperatureK,jacketTemperatureC,inletConcentrationMolPerM3,inletTemperatureC
                                a,0,,100,1500,50
                                a,1,390,,,
                                """,
                                TUBE));
        double[] inputs = tube.run().inputs().values()[0];
        assertThat(inputs[0]).isCloseTo(80.15, within(1e-12));
        assertThat(inputs[1]).isEqualTo(1.5);
        assertThat(inputs[2]).isEqualTo(323.15);
    }

    @Test
    void unitsMayBeGivenBesideTheFile() throws IOException {
        RunSettings settings =
                CSTR.withUnits(
                        Map.of(
                                "time", "s",
                                "concentration", "mol/m3",
                                "temperature", "\u00b0C",
                                "heatDeviation", "kW",
                                "feedConcentration", "mol/L"));
        ObservedRun run =
                only(
                        read(
                                """
                                run;time;concentration;temperature;heatDeviation;feedConcentration
                                a;0;2000;100;1;4.5
                                a;36;2000;100;1;4.5
                                """,
                                settings));

        assertThat(run.timesH()).containsExactly(0.01);
        assertThat(run.temperaturesK()).containsExactly(373.15);
        assertThat(run.run().inputs().values()[0]).containsExactly(0.5, 3600);
    }

    @Test
    void aTubeStartsEmptyOrFromAUniformProfile() throws IOException {
        String header = "run,timeH,concentrationKmolPerM3,temperatureK," + TUBE_INPUTS + "\n";
        ReactorRuns runs =
                read(
                        header
                                + "empty,0,,,150,2,400\nempty,0.05,1,380,150,2,400\n"
                                + "full,0,1.5,350,150,2,400\nfull,0.05,1,380,150,2,400\n"
                                + "half,0,1.5,,150,2,400\nhalf,0.05,1,380,150,2,400\n",
                        new RunSettings(
                                PlugFlowReactor.NOMINAL,
                                MeasuredNode.FIRST,
                                Map.of(),
                                RunLimits.STANDARD));

        assertThat(runs.runs()).extracting(NamedRun::name).containsExactly("empty", "full");
        ObservedRun empty = runs.runs().get(0).observed();
        assertThat(empty.where()).isEqualTo(MeasuredNode.FIRST);
        assertThat(empty.run().start().concentrationsKmolPerM3()).containsExactly(0);
        assertThat(empty.run().start().temperaturesK()).containsExactly(293);
        assertThat(runs.runs().get(1).observed().run().start().temperaturesK())
                .containsExactly(350);
        assertThat(onlyFinding(runs.findings()).message())
                .isEqualTo(
                        "Run half is left out: line 6, at time 0, has no temperature; give both, or neither for a tube that starts empty.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,0,2,400,0,0;a,1,,NaN,0,0 | nothing is measured after time 0",
                "a,0.1,2,400,0,0;a,1,2,400,0,0 | begins with line 4 at 0.1 h; give what is in the reactor at time 0",
                "a,0,,400,0,0;a,1,2,400,0,0 | line 4, at time 0, has no concentration",
                "a,0,2,400,0,;a,1,2,400,0,0 | line 4, at time 0, has no heatDeviationKJPerH",
                "a,0,2,400,0,0;a,,2,400,0,0 | line 5 has no time",
                "a,0,2,400,0,0;a,0,2,400,0,0 | line 5 is at 0.0 h and follows one at 0.0 h",
                "a,0,2,400,0,0;a,2,2,400,0,0;a,1,2,400,0,0 | line 6 is at 1.0 h and follows one at 2.0 h",
            })
    void aRunThatIsNotWholeIsLeftOutByNameAndTheOthersStay(String lines, String why)
            throws IOException {
        String bad = lines.replace(';', '\n') + "\n";

        ReactorRuns runs = read(HEADER + "good,0,2,400,0,0\ngood,1,2,400,0,0\n" + bad, CSTR);

        assertThat(runs.runs()).extracting(NamedRun::name).containsExactly("good");
        Finding finding = onlyFinding(runs.findings());
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.message()).startsWith("Run a is left out: ").contains(why.strip());

        List<Finding> alone = refused(HEADER + "\n\n" + bad, CSTR);
        assertThat(onlyFinding(alone).severity()).isEqualTo(Severity.ERROR);
        assertThat(alone.get(0).message()).startsWith("Run a is left out: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeH|-1|h|NEGATIVE_VALUES|below 0",
                "timeH|inf|h|NON_FINITE_VALUES|not finite",
                "concentrationKmolPerM3|-0.01|kmol/m3|NEGATIVE_VALUES|below 0",
                "concentrationKmolPerM3|2e6|kmol/m3|INVALID_SETTING|1e6",
                "concentrationMolPerM3|-Infinity|mol/m3|NON_FINITE_VALUES|not finite",
                "temperatureK|149|K|INVALID_SETTING|temperatureC",
                "temperatureK|-3|K|NEGATIVE_VALUES|absolute zero",
                "temperatureC|-273.2|C|NEGATIVE_VALUES|absolute zero",
                "temperatureC|20000|C|INVALID_SETTING|10,000 K",
                "feedConcentrationDeviationKmolPerM3|-4.5|kmol/m3|NEGATIVE_VALUES|steady feed",
                "feedConcentrationMolPerM3|-1|mol/m3|NEGATIVE_VALUES|below 0",
                "heatDeviationKW|inf|kW|NON_FINITE_VALUES|not finite",
            })
    void aValueThatCannotBeMeantRefusesTheFileAndNamesRunRowAndColumn(
            String column, String value, String unit, FindingCode code, String why) {
        List<String> columns =
                List.of(
                        column.startsWith("time") ? column : "timeH",
                        column.startsWith("concentration") ? column : "concentrationKmolPerM3",
                        column.startsWith("temperature") ? column : "temperatureK",
                        column.startsWith("feed") ? column : "feedConcentrationDeviationKmolPerM3",
                        column.startsWith("heat") ? column : "heatDeviationKJPerH");
        String bad = columns.get(0).equals(column) ? value : "0.5";
        for (String other : columns.subList(1, columns.size())) {
            bad += "," + (other.equals(column) ? value : other.startsWith("temp") ? "400" : "1");
        }
        String start = "0,1," + (column.equals("temperatureC") ? "100" : "400") + ",1,1\n";
        String content =
                "run,%s\nok,%sok,1,1,400,1,1\nbad,%sbad,%s\n"
                        .formatted(String.join(",", columns), start, start, bad);

        Finding finding = onlyFinding(refused(content, CSTR));

        assertThat(finding.code()).isEqualTo(code);
        assertThat(finding.field()).isEqualTo(column);
        assertThat(finding.message())
                .startsWith("Run bad, line 5: " + column + " is ")
                .contains(" " + unit + ", which ")
                .contains(why);
    }

    @Test
    void aJacketOrInletThatCanOnlyBeInCelsiusIsRefused() {
        String header = "run,timeH,temperatureK,jacketTemperatureK,inletConcentrationKmolPerM3,";

        List<Finding> findings =
                refused(header + "inletTemperatureK\na,0,,100,2,50\na,1,390,,,\n", TUBE);

        assertThat(findings)
                .extracting(Finding::field)
                .containsExactly("jacketTemperatureK", "inletTemperatureK");
        String deviation = header.replace("jacketTemperatureK", "jacketTemperatureDeviationK");
        assertThat(
                        onlyFinding(
                                        refused(
                                                deviation
                                                        + "inletTemperatureK\na,0,,-200,2,400\na,1,390,,,\n",
                                                TUBE))
                                .message())
                .contains("a jacket below 150 K");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperatureK|temperature|temperature is of an unknown unit; name it one of temperatureK, temperatureC",
                "temperatureK|temperatureF|temperatureF is of an unknown unit",
                "temperatureK|Temperature (K)|Temperature (K) is of an unknown unit",
                "timeH|time_h|time_h is of an unknown unit",
                "heatDeviationKJPerH|heatDeviationKJperH|name it one of heatDeviationKJPerH, heatDeviationKW",
                "temperatureK|temperatureK,temperatureC|temperatureC says the same as the column temperatureK",
                "heatDeviationKJPerH|heatKW,heatDeviationKJPerH|heatDeviationKJPerH says the same as the column heatKW",
                "run,|run,runId,|runId names runs a second time",
                "timeH,|''|There is no column of time; give one of timeH, timeMin, timeS.",
                "temperatureK,|''|There is no column of temperature",
                "concentrationKmolPerM3,|''|There is no column of concentration",
                ",heatDeviationKJPerH|''|There is no column of heatDeviation",
                "run,|''|There is no column run",
            })
    void aColumnThatIsMissingGivenTwiceOrOfUnknownUnitRefusesTheFile(
            String without, String with, String why) {
        String header = HEADER.replace(without, with);
        String row = "400,".repeat(header.split(",").length - 1) + "400\n";

        List<Finding> findings = refused(header + row, CSTR);

        assertThat(findings)
                .anySatisfy(
                        finding -> {
                            assertThat(finding.message()).contains(why);
                            assertThat(finding.code()).isEqualTo(FindingCode.INVALID_SETTING);
                        });
        assertThat(findings).filteredOn(f -> f.code() == FindingCode.INVALID_SETTING).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperatureK|K|has its unit in its name and is given another beside it",
                "pressure|bar|has a unit, but there is no such column",
                "note|K|has a unit, but is none of the columns of runs",
                "temperature|F|is given the unknown unit F; allowed are K, C",
            })
    void aUnitBesideTheFileThatContradictsItIsRefused(String column, String unit, String why) {
        String header = HEADER.replace("run,", "run,note,");
        if (column.equals("temperature")) {
            header = header.replace("temperatureK", "temperature");
        }

        List<Finding> findings =
                refused(
                        header + "a,x,0,2,400,0,0\na,x,1,2,400,0,0\n",
                        CSTR.withUnits(Map.of(column, unit)));

        Finding error = findings.get(0);
        assertThat(error.field()).isEqualTo(column);
        assertThat(error.message()).contains(why);
        assertThat(findings.stream().filter(Finding::stops)).hasSize(1);
    }

    @Test
    void columnsThatRunsDoNotHaveAreLeftOutWithAWord() throws IOException {
        ReactorRuns runs =
                read(
                        HEADER.replace("\n", ",operator,heater,jacketTemperatureK\n")
                                + "a,0,2,400,0,0,Ada,on,300\na,1,2,400,0,0,Ada,off,-1\n",
                        CSTR);

        assertThat(only(runs).timesH()).containsExactly(1);
        assertThat(runs.findings())
                .extracting(Finding::field)
                .containsExactly("operator", "heater", "jacketTemperatureK");
        assertThat(runs.findings()).noneMatch(Finding::stops);
        assertThat(runs.findings().get(2).message())
                .contains("type CSTR have no such input".replace("have", "has"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12,5", "warm", "0x1p3", "1e", "--1", "400 K"})
    void cellsThatAreNoNumbersAreRefusedAsTheyStand(String cell) {
        Finding finding =
                onlyFinding(
                        refused(
                                HEADER.replace(',', ';')
                                        + "a;0;2;400;0;0\na;1;2;%s;0;0\n".formatted(cell),
                                CSTR));

        assertThat(finding.code()).isEqualTo(FindingCode.CORRUPT);
        assertThat(finding.field()).isEqualTo("temperatureK");
        assertThat(finding.message())
                .startsWith("Run a, line 3: temperatureK is \"" + cell + "\", which is no number;");
    }

    @Test
    void everythingWrongIsSaidAtOnceButNoMoreThanFiftyThings() {
        String bad =
                HEADER
                        + "a,0,-2,400,0,0\nb,0,2,20,0,0\nb,1,x,400\n\"\",0,2,400,0,0\nc,0,2,400,-9,0\n";

        List<Finding> findings = refused(bad, CSTR);

        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly(
                        FindingCode.NEGATIVE_VALUES,
                        FindingCode.INVALID_SETTING,
                        FindingCode.SHAPE_MISMATCH,
                        FindingCode.INVALID_SETTING,
                        FindingCode.NEGATIVE_VALUES);
        assertThat(findings.get(2).message())
                .isEqualTo("line 4 has only 4 fields and the header 6; give every line as many.");
        assertThat(findings.get(3).message()).startsWith("line 5: the run's name is empty;");

        List<Finding> many = refused(HEADER + "a,0,-2,400,0,0\n".repeat(500), CSTR);
        assertThat(many).hasSize(50);
        assertThat(many.get(49).message()).startsWith("451 more findings are left out;");
    }

    @Test
    void fileEndsAndFormsThatAreNoTableAreRefused() {
        assertThat(onlyFinding(refused("", CSTR)).code()).isEqualTo(FindingCode.EMPTY);
        assertThat(onlyFinding(refused(HEADER, CSTR)).message()).startsWith("There are no runs");
        assertThat(onlyFinding(refused("\0\1\2", CSTR)).code())
                .isEqualTo(FindingCode.UNKNOWN_FORMAT);
        assertThat(onlyFinding(refused(HEADER + "\"a,0,2", CSTR)).code())
                .isEqualTo(FindingCode.CORRUPT);
        byte[] utf16 = HEADER.getBytes(StandardCharsets.UTF_16);
        assertThat(onlyFinding(refused(utf16, CSTR)).message()).contains("UTF-16");
    }

    @Test
    void namesOfRunsAreCheckedAndShownSafely() {
        for (String name : List.of("\"a\nb\"", "NA", "x".repeat(201), " ")) {
            Finding finding =
                    refused(HEADER + name + ",0,2,400,0,0\n", CSTR.withLimits(room(300))).get(0);
            assertThat(finding.field()).isEqualTo("run");
            assertThat(finding.message()).doesNotContain("\n").hasSizeLessThan(300);
        }
    }

    private static RunLimits room(int cellCharacters) {
        return new RunLimits(1 << 20, 1000, 10, 8, cellCharacters);
    }

    @Test
    void limitsAreHeldBeforeAnythingIsKept() {
        RunSettings tight = CSTR.withLimits(new RunLimits(400, 5, 2, 7, 40));
        String row = "a,0,2,400,0,0\n";

        assertThat(onlyFinding(refused(HEADER + row.repeat(30), tight)).message())
                .matches("The file has \\d+ bytes; 400 are allowed. Split it.");
        assertThat(onlyFinding(refused(HEADER + row.repeat(6), tight)).message())
                .isEqualTo("There are more than 5 rows; split the file.");
        assertThat(
                        onlyFinding(
                                        refused(
                                                HEADER
                                                        + row
                                                        + row.replace('a', 'b')
                                                        + row.replace('a', 'c'),
                                                tight))
                                .message())
                .isEqualTo("There are more than 2 runs; split the file.");
        assertThat(onlyFinding(refused(HEADER.replace("\n", ",x,y\n"), tight)).message())
                .isEqualTo("There are more than 7 columns; keep those of runs.");
        assertThat(onlyFinding(refused(HEADER + "a".repeat(41) + row, tight)).message())
                .startsWith("line 2 has a field of more than 40 characters");
    }

    @Test
    void gzippedTablesAreReadAndBombsAreNot() throws IOException {
        assertThat(only(read(gzip(HEADER + "a,0,2,400,0,0\na,1,2,400,0,0\n"), CSTR)).timesH())
                .containsExactly(1);

        byte[] bomb = gzip(HEADER + "a,0,2,400,0,0\n".repeat(100_000));
        RunSettings tight = CSTR.withLimits(new RunLimits(1 << 20, 1_000_000, 10, 10, 40));
        assertThat(bomb.length).isLessThan(1 << 16);
        assertThat(onlyFinding(refused(bomb, tight)).code())
                .isEqualTo(FindingCode.DECOMPRESSION_BOMB);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
