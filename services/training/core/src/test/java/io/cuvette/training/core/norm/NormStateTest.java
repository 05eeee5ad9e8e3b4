package io.cuvette.training.core.norm;

import static io.cuvette.training.core.tensor.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorBytes;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every normalisation of a layer promises. */
class NormStateTest {
    private static final int UNITS = 8;

    static List<MethodEntry<NormFactory>> layers() {
        return NormMethods.LAYERS;
    }

    private static final class Layer implements AutoCloseable {
        final Tensors tensors = Tensors.open();
        final Parameters parameters = new Parameters(tensors, 1, DataType.FLOAT32);
        final Norm norm;

        Layer(MethodEntry<NormFactory> entry) {
            norm = entry.standard().plan().create(parameters, "norm", UNITS);
        }

        PtNDArray rows(int t) {
            return random(tensors, t, 40, UNITS).toType(DataType.FLOAT32, false).mul(2).add(1);
        }

        @SuppressWarnings("try") // scope and mode are used by being open
        void step(int t) {
            try (TensorScope scope = TensorScope.open();
                    GradMode on = GradMode.on()) {
                Tape tape = new Tape();
                PtNDArray x = rows(t);
                PtNDArray loss = norm.train(x, tape).sub(x.tanh()).square().sum();
                PtNDArray[] leaves =
                        parameters.group().stream().map(p -> p.value()).toArray(PtNDArray[]::new);
                PtNDArray[] gradients = tape.gradients(loss, leaves);
                try (GradMode off = GradMode.off()) {
                    TorchOps.addScaled(leaves, gradients, -1e-3);
                }
            }
        }

        @Override
        public void close() {
            parameters.close();
            tensors.close();
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aLayerRestoredFromItsParametersGoesOnToTheBit(MethodEntry<NormFactory> entry) {
        try (Layer whole = new Layer(entry);
                Layer second = new Layer(entry)) {
            for (int t = 0; t < 3; t++) {
                whole.step(t);
            }
            for (String name : whole.parameters.names()) {
                second.parameters.set(name, TensorBytes.read(whole.parameters.get(name)));
            }
            for (int t = 3; t < 6; t++) {
                whole.step(t);
                second.step(t);
            }
            assertThat(second.parameters.sha256()).isEqualTo(whole.parameters.sha256());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void observingGivesTheSameAsTrainingAndMovesNothing(MethodEntry<NormFactory> entry) {
        try (Layer layer = new Layer(entry)) {
            layer.step(0);
            String before = layer.parameters.sha256();
            float[] observed = layer.norm.observe(layer.rows(1), new Tape()).toFloatArray();
            assertThat(layer.parameters.sha256()).isEqualTo(before);
            assertThat(layer.norm.train(layer.rows(1), new Tape()).toFloatArray())
                    .isEqualTo(observed);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void anAnswerDoesNotDependOnTheOtherRows(MethodEntry<NormFactory> entry) {
        try (Layer layer = new Layer(entry)) {
            layer.step(0);
            PtNDArray rows = layer.rows(1);
            String before = layer.parameters.sha256();
            float[] alone = layer.norm.evaluate((PtNDArray) rows.get("3:4")).toFloatArray();
            float[] together = layer.norm.evaluate(rows).get("3:4").toFloatArray();
            assertThat(alone).isEqualTo(together);
            assertThat(layer.parameters.sha256()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void weightsAreTheirOwnUnlessTheMethodStandardisesThem(MethodEntry<NormFactory> entry) {
        try (Layer layer = new Layer(entry)) {
            PtNDArray weight = layer.rows(1);
            if (entry.name().equals("bcn-ws")) {
                assertThat(layer.norm.weight(weight)).isNotSameAs(weight);
            } else {
                assertThat(layer.norm.weight(weight)).isSameAs(weight);
            }
        }
    }
}
