package io.cuvette.reactormodel.runs;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes runs as the table that {@link RunsReader} reads back to the same bits: CSV with commas, in
 * h, kmol/m3, K and the units of the inputs, every input in every row, nothing where nothing was
 * measured.
 *
 * <p>A time at which nothing was measured, and a change of inputs to what they were, are not kept.
 */
public final class RunsWriter {

    private RunsWriter() {}

    /**
     * @param out stays open
     * @throws IllegalArgumentException when a run starts from a profile over a tube's nodes, or has
     *     other inputs than the type
     */
    public static void writeCsv(ReactorType type, List<NamedRun> runs, OutputStream out)
            throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write("run,timeH,concentrationKmolPerM3,temperatureK,");
        writer.write(
                type.inputs().stream()
                        .map(ReactorInput::fieldName)
                        .collect(Collectors.joining(",", "", "\n")));
        for (NamedRun run : runs) {
            write(type, run, writer);
        }
        writer.flush();
    }

    private static void write(ReactorType type, NamedRun named, Writer writer) throws IOException {
        ObservedRun observed = named.observed();
        InitialState start = observed.run().start();
        InputProfile inputs = observed.run().inputs();
        if (start.nodes() != 1 || inputs.width() != type.inputs().size()) {
            throw new IllegalArgumentException(
                    "the run %s has %d nodes and %d inputs; 1 and %d can be written"
                            .formatted(
                                    named.name(),
                                    start.nodes(),
                                    inputs.width(),
                                    type.inputs().size()));
        }
        String name = quoted(named.name());
        double[] changes = inputs.changeTimesH();
        double[] times = observed.timesH();
        row(
                writer,
                name,
                0,
                start.concentrationsKmolPerM3()[0],
                start.temperaturesK()[0],
                inputs.values()[0]);
        int segment = 0;
        int time = 0;
        while (time < times.length || segment + 1 < changes.length) {
            boolean changed =
                    segment + 1 < changes.length
                            && (time == times.length || changes[segment + 1] <= times[time]);
            if (changed) {
                segment++;
            }
            double at = changed ? changes[segment] : times[time];
            boolean measured = time < times.length && times[time] == at;
            row(
                    writer,
                    name,
                    at,
                    measured ? observed.concentrationsKmolPerM3()[time] : Double.NaN,
                    measured ? observed.temperaturesK()[time] : Double.NaN,
                    inputs.values()[segment]);
            time += measured ? 1 : 0;
        }
    }

    private static void row(
            Writer writer, String name, double timeH, double c, double t, double[] inputs)
            throws IOException {
        StringBuilder line = new StringBuilder(name);
        line.append(',').append(timeH).append(',').append(cell(c)).append(',').append(cell(t));
        for (double input : inputs) {
            line.append(',').append(input);
        }
        writer.append(line).append('\n');
    }

    /** The shortest text that is this double, or nothing. */
    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String quoted(String name) {
        boolean special = name.chars().anyMatch(c -> ",;\"".indexOf(c) >= 0);
        return special ? '"' + name.replace("\"", "\"\"") + '"' : name;
    }
}
