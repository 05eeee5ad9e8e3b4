package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.Arrays;
import java.util.List;

/** Simulated minus measured values of all runs, those of both channels side by side. */
final class RunResiduals {
    /** Concentration, temperature. */
    static final int CHANNELS = 2;

    private final Simulator simulator;
    private final List<ObservedRun> runs;
    private final int size;
    private final int[] channels;
    private final double[] readingNoise = new double[CHANNELS];
    private final double[] readingNoises;

    RunResiduals(Simulator simulator, List<ObservedRun> runs) {
        this.simulator = simulator;
        this.runs = runs;
        this.size = runs.stream().mapToInt(ObservedRun::measured).sum();
        this.channels = new int[size];
        int next = 0;
        for (ObservedRun run : runs) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                for (double value : run.channel(channel)) {
                    if (!Double.isNaN(value)) {
                        channels[next++] = channel;
                    }
                }
            }
        }
        this.readingNoises = new double[size];
        findReadingNoise();
    }

    /** Measured values. */
    int size() {
        return size;
    }

    /** Which channel a residual is of. */
    int channel(int index) {
        return channels[index];
    }

    /** In kmol/m3 and K. */
    double[] of(Reactor reactor) {
        double[] residuals = new double[size];
        int next = 0;
        for (ObservedRun run : runs) {
            Trajectory found = simulator.simulate(reactor, run.run(), run.timesH());
            double[][] simulated = {
                found.concentrations(run.where()), found.temperaturesK(run.where())
            };
            for (int channel = 0; channel < CHANNELS; channel++) {
                double[] measured = run.channel(channel);
                for (int t = 0; t < measured.length; t++) {
                    if (!Double.isNaN(measured[t])) {
                        residuals[next++] = simulated[channel][t] - measured[t];
                    }
                }
            }
        }
        return residuals;
    }

    /** Standard deviation of the error of reading a channel, kmol/m3 or K. */
    double readingNoise(int channel) {
        return readingNoise[channel];
    }

    /**
     * The same of one value. Equal values one after the other were rounded by the same amount, so n
     * of them tell no more than one: each counts as if read with sqrt(n) times the error.
     */
    double readingNoiseOf(int index) {
        return readingNoises[index];
    }

    /** Root mean square of the measured values of a channel; 0 where nothing was measured. */
    double rootMeanSquare(int channel) {
        double[] values = measured(channel);
        double squares = Arrays.stream(values).map(value -> value * value).sum();
        return values.length == 0 ? 0 : Math.sqrt(squares / values.length);
    }

    /**
     * Standard deviation of the measured values of a channel, as a scale for tolerances; of one
     * value its distance from the start of its run.
     */
    double spread(int channel) {
        double[] values = measured(channel);
        if (values.length == 1) {
            return runs.stream()
                    .filter(run -> measured(run, channel).length == 1)
                    .mapToDouble(run -> Math.abs(values[0] - start(run, channel)))
                    .findFirst()
                    .orElse(0);
        }
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / values.length;
        return values.length == 0
                ? 0
                : Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    }

    private static double start(ObservedRun run, int channel) {
        InitialState start = run.run().start();
        return (channel == 0 ? start.concentrationsKmolPerM3() : start.temperaturesK())[0];
    }

    /** NaN where no temperature was measured. */
    double meanTemperatureK() {
        return Arrays.stream(measured(1)).average().orElse(Double.NaN);
    }

    private double[] measured(int channel) {
        return runs.stream()
                .flatMapToDouble(run -> Arrays.stream(measured(run, channel)))
                .toArray();
    }

    private void findReadingNoise() {
        for (int channel = 0; channel < CHANNELS; channel++) {
            double[] readings = measured(channel);
            if (readings.length > 0) {
                double step =
                        channel == 0
                                ? Resolution.ofConcentrations(readings)
                                : Resolution.ofTemperatures(readings);
                readingNoise[channel] = step / Math.sqrt(12);
            }
        }
        int next = 0;
        for (ObservedRun run : runs) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                double[] values = measured(run, channel);
                int from = 0;
                for (int i = 1; i <= values.length; i++) {
                    if (i == values.length || values[i] != values[from]) {
                        double error = readingNoise[channel] * Math.sqrt(i - from);
                        Arrays.fill(readingNoises, next + from, next + i, error);
                        from = i;
                    }
                }
                next += values.length;
            }
        }
    }

    private static double[] measured(ObservedRun run, int channel) {
        return Arrays.stream(run.channel(channel)).filter(v -> !Double.isNaN(v)).toArray();
    }
}
