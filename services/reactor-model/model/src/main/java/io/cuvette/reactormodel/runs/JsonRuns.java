package io.cuvette.reactormodel.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.cuvette.data.archive.ExpandedStreams;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs as columns, plain or gzipped:
 *
 * <pre>
 * {"runs": [{"name": "a", "timeH": [0, 0.001], "temperatureK": [400, 401.5],
 *            "concentrationKmolPerM3": [2, null],
 *            "inputs": {"heatDeviationKJPerH": [1e5, null], "feedConcentrationDeviationKmolPerM3": 0}}]}
 * </pre>
 *
 * A number in place of an array holds from time 0 on. Inputs may also stand beside the measured
 * values.
 */
final class JsonRuns {
    private static final int DEEPEST = 8;

    private final RunSettings settings;
    private final Findings findings;
    private final RunCollector collector;
    private List<String> plannedFor = List.of();
    private ColumnPlan plan;

    private JsonRuns(RunSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
        this.collector = new RunCollector(settings, findings);
    }

    static ReactorRuns read(Path file, RunSettings settings, Findings findings) throws IOException {
        JsonRuns reader = new JsonRuns(settings, findings);
        try (InputStream in = ExpandedStreams.open(file, settings.limits().expansion());
                JsonParser json = factory(settings.limits()).createParser(in)) {
            reader.read(json);
        } catch (StreamConstraintsException e) {
            throw new RunsException(
                    FindingCode.TOO_LARGE,
                    "",
                    "A name, text or number is longer than %d characters, or values are nested too deep."
                            .formatted(settings.limits().cellCharacters()));
        } catch (JsonProcessingException e) {
            throw new RunsException(
                    FindingCode.CORRUPT,
                    "",
                    "The file is no JSON at line %d, column %d; mend or write it again."
                            .formatted(
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        }
        return reader.collector.finish();
    }

    private static JsonFactory factory(RunLimits limits) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxDocumentLength(limits.bytes())
                                .maxNestingDepth(DEEPEST)
                                .maxNameLength(limits.cellCharacters())
                                .maxStringLength(limits.cellCharacters())
                                .maxNumberLength(limits.cellCharacters())
                                .build())
                .build();
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw shape("the file is no object");
        }
        boolean found = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (!name.equals("runs")) {
                findings.warning(
                        FindingCode.UNSUPPORTED_FEATURE,
                        Printable.text(name),
                        "The entry %s is none that runs have; it is left out."
                                .formatted(Printable.text(name)));
                json.skipChildren();
            } else if (token != JsonToken.START_ARRAY) {
                throw shape("runs is no array");
            } else {
                found = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    run(json);
                }
            }
        }
        if (!found) {
            throw shape("there is no entry runs");
        }
        if (json.nextToken() != null) {
            throw shape("something follows the object");
        }
    }

    private static RunsException shape(String what) {
        return new RunsException(
                FindingCode.CORRUPT,
                "runs",
                "Of the JSON file %s; let it be {\"runs\": [{\"name\": \"...\", \"timeH\": [...], ...}]}."
                        .formatted(what));
    }

    /** Columns of one run as they are read. */
    private static final class Columns {
        private String run = "";

        // the column being read, when it is one of the writer's own
        private String ownOf = "";
        private final Map<String, double[]> arrays = new LinkedHashMap<>();
        private final Map<String, Double> constants = new LinkedHashMap<>();

        List<String> names() {
            List<String> names = new ArrayList<>(arrays.keySet());
            names.addAll(constants.keySet());
            return names;
        }
    }

    private void run(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw shape("an entry of runs is no object");
        }
        Columns columns = new Columns();
        fields(json, columns, true);
        List<String> names = columns.names();
        if (plan == null || !names.equals(plannedFor)) {
            plan = ColumnPlan.of(names, false, settings, findings);
            plannedFor = names;
        }
        String run = columns.run.strip();
        if (collector.has(run)) {
            findings.error(
                    FindingCode.INVALID_SETTING,
                    "name",
                    "Two runs are named %s; give each a name of its own."
                            .formatted(Printable.text(run)));
            return;
        }
        int rows = lengthOf(columns, run);
        if (NamedRun.isName(run) && rows == 0) {
            collector.rowsOf(run);
        }
        for (int row = 0; row < rows; row++) {
            collector.row(plan, "entry " + row, run, row(columns, row));
        }
    }

    private static double[] row(Columns columns, int row) {
        double[] values = new double[columns.arrays.size() + columns.constants.size()];
        int column = 0;
        for (double[] array : columns.arrays.values()) {
            values[column++] = array[row];
        }
        for (double constant : columns.constants.values()) {
            values[column++] = row == 0 ? constant : Double.NaN;
        }
        return values;
    }

    /** How many entries each array of a run has. */
    private int lengthOf(Columns columns, String run) {
        int rows = -1;
        String first = "";
        for (Map.Entry<String, double[]> array : columns.arrays.entrySet()) {
            int length = array.getValue().length;
            if (rows >= 0 && length != rows) {
                findings.error(
                        FindingCode.SHAPE_MISMATCH,
                        Printable.text(array.getKey()),
                        "Run %s has %d entries of %s and %d of %s; give as many of each, null where nothing was measured."
                                .formatted(
                                        Printable.text(run),
                                        length,
                                        Printable.text(array.getKey()),
                                        rows,
                                        Printable.text(first)));
                return 0;
            }
            rows = length;
            first = array.getKey();
        }
        return Math.max(0, rows);
    }

    private void fields(JsonParser json, Columns columns, boolean top) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (top && name.equals("name")) {
                columns.run = token.isScalarValue() ? json.getText() : "";
                json.skipChildren();
            } else if (top && name.equals("inputs") && token == JsonToken.START_OBJECT) {
                fields(json, columns, false);
            } else {
                column(json, columns, name);
            }
        }
    }

    private void column(JsonParser json, Columns columns, String name) throws IOException {
        if (columns.arrays.containsKey(name) || columns.constants.containsKey(name)) {
            throw shape("the column " + Printable.text(name) + " comes twice in a run");
        }
        if (columns.arrays.size() + columns.constants.size() == settings.limits().columns()) {
            throw new RunsException(
                    FindingCode.TOO_LARGE,
                    "",
                    "A run has more than %d columns; keep those of runs."
                            .formatted(settings.limits().columns()));
        }
        JsonToken token = json.currentToken();
        columns.ownOf = isKnown(name) ? "" : name;
        if (token == JsonToken.START_ARRAY) {
            columns.arrays.put(name, array(json, columns, name));
        } else if (token == JsonToken.START_OBJECT) {
            // something of the user's own; the plan says what it thinks of the name
            json.skipChildren();
            columns.constants.put(name, Double.NaN);
        } else {
            columns.constants.put(name, number(json, columns, name, "the constant"));
        }
    }

    private double[] array(JsonParser json, Columns columns, String name) throws IOException {
        int most = settings.limits().rows() - collector.rows();
        double[] values = new double[Math.min(64, Math.max(1, most))];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw new RunsException(
                        FindingCode.TOO_LARGE,
                        Printable.text(name),
                        "There are more than %d rows; split the file."
                                .formatted(settings.limits().rows()));
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, Math.min(most, 2 * count));
            }
            values[count] = number(json, columns, name, "entry " + count);
            count++;
        }
        return Arrays.copyOf(values, count);
    }

    private double number(JsonParser json, Columns columns, String name, String place)
            throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        if (token.isNumeric()) {
            return Double.parseDouble(json.getText());
        }
        boolean text = token == JsonToken.VALUE_STRING;
        String cell = text ? json.getText() : "no number";
        double value = text && !Numbers.isMissing(cell) ? Numbers.parse(cell) : Double.NaN;
        boolean missing = text && Numbers.isMissing(cell);
        if (Double.isNaN(value) && !missing && !columns.ownOf.equals(name)) {
            collector.unreadable(name, place, columns.run, cell);
        }
        json.skipChildren();
        return value;
    }

    /** Whether runs have such a column: what else a run holds is its writer's own. */
    private boolean isKnown(String name) {
        return settings.units().containsKey(name)
                || ColumnPlan.of(List.of(name), false, settings.withUnits(Map.of()), new Findings())
                        .meaning(0)
                        .isPresent();
    }
}
