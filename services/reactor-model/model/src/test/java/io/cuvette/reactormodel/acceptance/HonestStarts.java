package io.cuvette.reactormodel.acceptance;

import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.meta.ReactorTasks;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.reactormodel.task.PhysicalSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting weights of the honest protocol: physical reactors, scalers that know no outputs. */
class HonestStarts {
    private static final int MAML_STEPS = 30;

    static NetworkWeights of(MetaAlgorithm algorithm, long seed, MeasuredNode measured)
            throws Exception {
        PhysicalSettings settings = PhysicalSettings.STANDARD.withMeasured(measured);
        return Trained.weights(
                "physical-" + (measured == MeasuredNode.OUTLET ? "outlet-" : "") + algorithm,
                ParityAcceptance.RELU,
                settings(algorithm),
                new ReactorTasks(new PhysicalSampler(seed, settings), TaskScaling::nominal),
                seed);
    }

    /** MAML's steps are of second order; it is given fewer, which take as long together. */
    private static MetaSettings settings(MetaAlgorithm algorithm) {
        MetaSettings reference = MetaSettings.reference(algorithm);
        return algorithm == MetaAlgorithm.MAML
                ? new MetaSettings(
                        algorithm,
                        reference.tasks(),
                        reference.batchSize(),
                        MAML_STEPS,
                        reference.learningRate(),
                        reference.outerRate(),
                        reference.innerRate(),
                        reference.innerSteps())
                : reference;
    }

    @ParameterizedTest
    @CsvSource({"REPTILE,1", "JOINT,1", "REPTILE,2", "JOINT,2", "REPTILE,3", "JOINT,3"})
    void train(MetaAlgorithm algorithm, long seed) throws Exception {
        of(algorithm, seed, MeasuredNode.FIRST);
    }
}
