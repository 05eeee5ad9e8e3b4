package io.cuvette.reactormodel.task;

import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.ChainSimulation;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Tolerances;
import java.util.Arrays;

/** The paper's kind of experiment: four numbers, constant inputs. */
final class Experiments {

    private Experiments() {}

    /**
     * Outputs of many experiments by our own integrator.
     *
     * @param features samples x 4, absolute
     * @return samples x times x (temperature in K, concentration in kmol/m3)
     */
    static double[] simulate(
            Reactor reactor,
            double[] features,
            double[] timesH,
            MeasuredNode measured,
            Tolerances tolerances) {
        ChainSimulation simulation = new ChainSimulation(reactor, tolerances);
        int times = timesH.length;
        double[] outputs = new double[features.length / Run.FEATURES * times * Task.STATES];
        double[] inputs = new double[reactor.type().inputs().size()];
        double[] state = new double[2 * simulation.nodes()];
        int node = 2 * measured.of(simulation.nodes());
        for (int sample = 0; sample * Run.FEATURES < features.length; sample++) {
            start(reactor, features, sample, state, inputs);
            simulation.start(state, inputs);
            for (int time = 0; time < times; time++) {
                simulation.advanceTo(timesH[time]);
                int output = Task.STATES * (sample * times + time);
                outputs[output] = state[node + 1];
                outputs[output + 1] = state[node];
            }
        }
        return outputs;
    }

    /** As {@link Run#ofFeatures}, without making anything. */
    static void start(
            Reactor reactor, double[] features, int sample, double[] state, double[] inputs) {
        int first = sample * Run.FEATURES;
        double temperatureK = features[first];
        double concentration = features[first + 1];
        switch (reactor.type()) {
            case CSTR -> {
                state[0] = concentration;
                state[1] = temperatureK;
                inputs[0] = features[first + 3];
                inputs[1] = features[first + 2];
            }
            case BATCH -> {
                state[0] = concentration;
                state[1] = temperatureK;
                inputs[0] = features[first + 2];
            }
            case PLUG_FLOW -> {
                Arrays.fill(state, 0);
                for (int i = 1; i < state.length; i += 2) {
                    state[i] = ((PlugFlowReactor) reactor).jacketTemperatureK();
                }
                inputs[0] = features[first + 2];
                inputs[1] = concentration;
                inputs[2] = temperatureK;
            }
        }
    }
}
