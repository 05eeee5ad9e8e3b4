package io.cuvette.reactormodel.runs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of one run of a JSON file. */
final class JsonRun {
    private final RunSettings settings;
    private final RunCollector collector;
    private String run = "";

    // the column being read, when it is one of the writer's own
    private String ownOf = "";
    private final Map<String, double[]> arrays = new LinkedHashMap<>();
    private final Map<String, Double> constants = new LinkedHashMap<>();

    private JsonRun(RunSettings settings, RunCollector collector) {
        this.settings = settings;
        this.collector = collector;
    }

    /**
     * Reads the object that begins here.
     *
     * @param collector is told of what cannot be read, and knows how many rows there are already
     */
    static JsonRun read(JsonParser json, RunSettings settings, RunCollector collector)
            throws IOException {
        JsonRun one = new JsonRun(settings, collector);
        one.fields(json, true);
        return one;
    }

    /** As it is written; empty without one. */
    String name() {
        return run;
    }

    /** Of the columns: arrays, then constants. */
    List<String> names() {
        List<String> names = new ArrayList<>(arrays.keySet());
        names.addAll(constants.keySet());
        return names;
    }

    /** Values in the order of the names; constants in the first row only. */
    double[] row(int row) {
        double[] values = new double[arrays.size() + constants.size()];
        int column = 0;
        for (double[] array : arrays.values()) {
            values[column++] = array[row];
        }
        for (double constant : constants.values()) {
            values[column++] = row == 0 ? constant : Double.NaN;
        }
        return values;
    }

    /** How many entries each array has; 0 where they differ, which is a finding. */
    int length(Findings findings) {
        int rows = -1;
        String first = "";
        for (Map.Entry<String, double[]> array : arrays.entrySet()) {
            int length = array.getValue().length;
            if (rows >= 0 && length != rows) {
                findings.error(
                        FindingCode.SHAPE_MISMATCH,
                        Printable.text(array.getKey()),
                        "Run %s has %d entries of %s and %d of %s; give as many of each, null where nothing was measured."
                                .formatted(
                                        Printable.text(run.strip()),
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

    private void fields(JsonParser json, boolean top) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String column = json.currentName();
            JsonToken token = json.nextToken();
            if (top && column.equals("name")) {
                run = token.isScalarValue() ? json.getText() : "";
                json.skipChildren();
            } else if (top && column.equals("inputs") && token == JsonToken.START_OBJECT) {
                fields(json, false);
            } else {
                column(json, column);
            }
        }
    }

    private void column(JsonParser json, String name) throws IOException {
        if (arrays.containsKey(name) || constants.containsKey(name)) {
            throw JsonRuns.shape("the column " + Printable.text(name) + " comes twice in a run");
        }
        if (arrays.size() + constants.size() == settings.limits().columns()) {
            throw new RunsException(
                    FindingCode.TOO_LARGE,
                    "",
                    "A run has more than %d columns; keep those of runs."
                            .formatted(settings.limits().columns()));
        }
        JsonToken token = json.currentToken();
        ownOf = isKnown(name) ? "" : name;
        if (token == JsonToken.START_ARRAY) {
            arrays.put(name, array(json, name));
        } else if (token == JsonToken.START_OBJECT) {
            // something of the user's own; the plan says what it thinks of the name
            json.skipChildren();
            constants.put(name, Double.NaN);
        } else {
            constants.put(name, number(json, name, "the constant"));
        }
    }

    private double[] array(JsonParser json, String name) throws IOException {
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
            values[count] = number(json, name, "entry " + count);
            count++;
        }
        return Arrays.copyOf(values, count);
    }

    private double number(JsonParser json, String name, String place) throws IOException {
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
        if (Double.isNaN(value) && !missing && !ownOf.equals(name)) {
            collector.unreadable(name, place, run, cell);
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
