package io.cuvette.reactormodel.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShippedModelsTest {

    @Test
    void areOfTheNetworksThatAdaptersTake() {
        PretrainedModel window = ShippedModels.window();
        assertThat(window.network()).isEqualTo(NetworkKind.WINDOW);
        assertThat(window.measured()).isEqualTo(MeasuredNode.FIRST);
        assertThat(window.weights().architecture().inputs()).isEqualTo(4);
        assertThat(window.weights().architecture().outputs()).isEqualTo(2);
        PretrainedModel correction = ShippedModels.correction();
        assertThat(correction.network()).isEqualTo(NetworkKind.CORRECTION);
        assertThat(correction.weights().architecture().inputs())
                .isEqualTo(CorrectionTasks.architecture().inputs());
        assertThat(ShippedModels.correctionStart().experts()).isEqualTo(correction.experts());
        assertThat(ShippedModels.window()).isSameAs(window);
    }

    @Test
    void areTrained() {
        for (PretrainedModel model :
                new PretrainedModel[] {ShippedModels.window(), ShippedModels.correction()}) {
            for (NetworkWeights weights : model.experts()) {
                weights.values()
                        .forEach(
                                (name, values) -> {
                                    // biases begin at 0
                                    float most = 0;
                                    for (float value : values) {
                                        assertThat(value).as(name).isFinite();
                                        most = Math.max(most, Math.abs(value));
                                    }
                                    assertThat(most).as(name).isPositive();
                                });
            }
        }
        // in units of the outputs' variance, where a mean leaves 1
        assertThat(ShippedModels.window().losses())
                .isNotEmpty()
                .allSatisfy(loss -> assertThat(loss).isLessThan(0.3));
    }

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void areSmall(NetworkKind kind) throws Exception {
        Path folder = Path.of("src", "main", "resources").resolve(ShippedModels.folder(kind));
        assertThat(Files.size(folder.resolve(PretrainedModel.WEIGHTS))).isLessThan(4L << 20);
    }
}
