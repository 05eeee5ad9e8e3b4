package io.cuvette.demo.reactor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * One experiment.
 *
 * @param inputs by name, held from beginning to end
 * @param startConcentrationKmolPerM3 NaN for a tube, which starts empty
 * @param startTemperatureK NaN for a tube
 */
record PilotRun(
        String name,
        ObjectNode inputs,
        double startConcentrationKmolPerM3,
        double startTemperatureK,
        double[] timesH,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK) {

    /** The same with noise of a sensor: normal, independent. */
    PilotRun noisy(double deviationKmolPerM3, double deviationK, Random random) {
        return new PilotRun(
                name,
                inputs,
                startConcentrationKmolPerM3,
                startTemperatureK,
                timesH,
                plusNoise(concentrationsKmolPerM3, deviationKmolPerM3, random),
                plusNoise(temperaturesK, deviationK, random));
    }

    private static double[] plusNoise(double[] values, double deviation, Random random) {
        return Arrays.stream(values).map(v -> v + deviation * random.nextGaussian()).toArray();
    }

    /** Population standard deviations of concentration and temperature over runs. */
    static double[] deviations(List<PilotRun> runs) {
        return new double[] {
            deviation(runs.stream().flatMapToDouble(r -> Arrays.stream(r.concentrationsKmolPerM3))),
            deviation(runs.stream().flatMapToDouble(r -> Arrays.stream(r.temperaturesK)))
        };
    }

    private static double deviation(DoubleStream stream) {
        double[] values = stream.toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    /** The long table that the service reads: a row for each time, the first with what is set. */
    static String csv(List<PilotRun> runs) {
        List<String> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        runs.get(0).inputs.fieldNames().forEachRemaining(names::add);
        lines.add("run,timeH,concentrationKmolPerM3,temperatureK," + String.join(",", names));
        for (PilotRun run : runs) {
            String inputs =
                    names.stream()
                            .map(name -> run.inputs.get(name).asText())
                            .collect(Collectors.joining(","));
            lines.add(
                    "%s,0,%s,%s,%s"
                            .formatted(
                                    run.name,
                                    cell(run.startConcentrationKmolPerM3),
                                    cell(run.startTemperatureK),
                                    inputs));
            for (int i = 0; i < run.timesH.length; i++) {
                lines.add(
                        "%s,%s,%s,%s,%s"
                                .formatted(
                                        run.name,
                                        run.timesH[i],
                                        run.concentrationsKmolPerM3[i],
                                        run.temperaturesK[i],
                                        inputs));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
