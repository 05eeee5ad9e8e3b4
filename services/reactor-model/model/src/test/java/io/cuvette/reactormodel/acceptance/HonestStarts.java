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

    static NetworkWeights of(MetaAlgorithm algorithm, long seed, MeasuredNode measured)
            throws Exception {
        PhysicalSettings settings = PhysicalSettings.STANDARD.withMeasured(measured);
        return Trained.weights(
                "physical-" + (measured == MeasuredNode.OUTLET ? "outlet-" : "") + algorithm,
                ParityAcceptance.RELU,
                MetaSettings.reference(algorithm),
                new ReactorTasks(new PhysicalSampler(seed, settings), TaskScaling::nominal),
                seed);
    }

    @ParameterizedTest
    @CsvSource({"REPTILE,1", "JOINT,1", "REPTILE,2", "JOINT,2", "REPTILE,3", "JOINT,3"})
    void train(MetaAlgorithm algorithm, long seed) throws Exception {
        of(algorithm, seed, MeasuredNode.FIRST);
    }
}
