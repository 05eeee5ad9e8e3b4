package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Tolerances;

/**
 * Experiments with one reactor and what they gave. The arrays are large and shared, not copied:
 * leave them as they are.
 *
 * @param measured where a tube is measured
 * @param origin of temperatures and concentrations, features and outputs alike
 * @param timesH of the outputs
 * @param features samples x 4 in the order of {@link Run#ofFeatures}, less the origin
 * @param outputs samples x times x (temperature in K, concentration in kmol/m3), less the origin
 */
public record Task(
        Reactor reactor,
        MeasuredNode measured,
        StateOrigin origin,
        double[] timesH,
        double[] features,
        double[] outputs) {

    /** Temperature and concentration. */
    public static final int STATES = 2;

    public Task {
        int samples = features.length / Run.FEATURES;
        if (features.length % Run.FEATURES != 0
                || outputs.length != samples * timesH.length * STATES) {
            throw new IllegalArgumentException(
                    "There are "
                            + features.length
                            + " features, "
                            + timesH.length
                            + " times and "
                            + outputs.length
                            + " outputs; a sample has 4 features, and 2 outputs at each time.");
        }
    }

    public ReactorType type() {
        return reactor.type();
    }

    public int samples() {
        return features.length / Run.FEATURES;
    }

    /** One sample as an experiment in absolute numbers. */
    public Run run(int sample) {
        return Run.ofFeatures(reactor, absoluteFeatures(sample));
    }

    /** One sample's features without the origin taken off. */
    public double[] absoluteFeatures(int sample) {
        double[] absolute = new double[Run.FEATURES];
        System.arraycopy(features, sample * Run.FEATURES, absolute, 0, Run.FEATURES);
        absolute[0] += origin.temperatureK();
        absolute[1] += origin.concentrationKmolPerM3();
        return absolute;
    }

    /** Less the origin, K. */
    public double temperatureK(int sample, int time) {
        return outputs[STATES * (sample * timesH.length + time)];
    }

    /** Less the origin, kmol/m3. */
    public double concentration(int sample, int time) {
        return outputs[STATES * (sample * timesH.length + time) + 1];
    }

    /**
     * The same experiments with another reactor of the same type, by our own integrator: what its
     * balances say without any data.
     *
     * @throws io.cuvette.reactormodel.simulation.SimulationException when one cannot be followed
     */
    public Task in(Reactor other, Tolerances tolerances) {
        if (other.type() != type()) {
            throw new IllegalArgumentException(
                    "The other reactor is of type "
                            + other.type()
                            + "; give one of type "
                            + type()
                            + ".");
        }
        double[] absolute = new double[features.length];
        for (int sample = 0; sample < samples(); sample++) {
            System.arraycopy(
                    absoluteFeatures(sample), 0, absolute, sample * Run.FEATURES, Run.FEATURES);
        }
        double[] values = Experiments.simulate(other, absolute, timesH, measured, tolerances);
        for (int i = 0; i < values.length; i += STATES) {
            values[i] -= origin.temperatureK();
            values[i + 1] -= origin.concentrationKmolPerM3();
        }
        return new Task(other, measured, origin, timesH, features, values);
    }
}
