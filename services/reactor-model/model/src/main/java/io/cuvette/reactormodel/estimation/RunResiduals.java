package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.List;

/** Simulated minus measured values of all runs, those of both channels side by side. */
final class RunResiduals {
    /** Concentration, temperature. */
    static final int CHANNELS = 2;

    private final Simulator simulator;
    private final List<ObservedRun> runs;
    private final int size;
    private final int[] channels;

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

    /** Root mean square of the residuals of a channel; NaN where nothing was measured. */
    double rootMeanSquare(double[] residuals, int channel) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (channels[i] == channel) {
                sum += residuals[i] * residuals[i];
                count++;
            }
        }
        return count == 0 ? Double.NaN : Math.sqrt(sum / count);
    }

    /** Standard deviation of the measured values of a channel, as a scale for tolerances. */
    double spread(int channel) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (ObservedRun run : runs) {
            for (double value : run.channel(channel)) {
                if (!Double.isNaN(value)) {
                    sum += value;
                    squares += value * value;
                    count++;
                }
            }
        }
        return count < 2
                ? 0
                : Math.sqrt(Math.max(0, squares / count - (sum / count) * (sum / count)));
    }

    double meanTemperatureK() {
        double sum = 0;
        int count = 0;
        for (ObservedRun run : runs) {
            for (double value : run.temperaturesK()) {
                if (!Double.isNaN(value)) {
                    sum += value;
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
