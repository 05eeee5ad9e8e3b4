package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What outputs vary by over the region, by the balances: the unit in which errors of concentration
 * and temperature are comparable.
 *
 * @param mean of concentration (kmol/m3) and temperature (K)
 * @param deviation population standard deviations, above 0
 */
public record OutputScale(double[] mean, double[] deviation) {
    private static final int RUNS = 64;
    private static final int TIMES = 10;
    private static final double LEAST = 1e-6;
    private static final long SEED = 20240517;

    /**
     * By the balances as declared: the same unit for every model of a reactor, however it was
     * adapted.
     */
    public static OutputScale of(DeclaredReactor declared) {
        return of(new Base(declared.nominal(), declared.measured()), declared.region());
    }

    static OutputScale of(Base base, OperatingRegion region) {
        RandomStream random = new RandomStream(SEED);
        double[] sums = new double[2];
        double[] squares = new double[2];
        int count = 0;
        double[] times = grid(region.windowH(), TIMES);
        for (int i = 0; i < RUNS; i++) {
            Run run = draw(base.reactor().type(), region, random);
            try {
                double[][] y = base.at(run, times);
                for (int channel = 0; channel < 2; channel++) {
                    for (double value : y[channel]) {
                        sums[channel] += value;
                        squares[channel] += value * value;
                    }
                }
                count += TIMES;
            } catch (SimulationException e) {
                // a corner of the region that the balances leave; the others tell the scale
            }
        }
        double[] mean = new double[2];
        double[] deviation = new double[2];
        for (int channel = 0; channel < 2; channel++) {
            mean[channel] = count == 0 ? 0 : sums[channel] / count;
            double variance =
                    count == 0 ? 1 : squares[channel] / count - mean[channel] * mean[channel];
            deviation[channel] =
                    Math.max(
                            LEAST * Math.max(1, Math.abs(mean[channel])),
                            Math.sqrt(Math.max(0, variance)));
        }
        return new OutputScale(mean, deviation);
    }

    /** A run somewhere in the region, with constant inputs. */
    public static Run draw(ReactorType type, OperatingRegion region, RandomStream random) {
        double c = region.startConcentrationKmolPerM3().at(random.nextDouble());
        double t = region.startTemperatureK().at(random.nextDouble());
        List<io.cuvette.reactormodel.reactor.Range> inputs = region.inputs();
        double[] values = new double[inputs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = inputs.get(i).at(random.nextDouble());
        }
        return new Run(InitialState.of(c, t), InputProfile.constant(values));
    }

    /** Equidistant times of a window, its end the last. */
    public static double[] grid(double windowH, int times) {
        return IntStream.rangeClosed(1, times).mapToDouble(i -> windowH * i / times).toArray();
    }
}
