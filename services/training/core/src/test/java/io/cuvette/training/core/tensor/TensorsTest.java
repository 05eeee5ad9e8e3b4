package io.cuvette.training.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.norm.BatchNorm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TensorsTest {

    @Test
    void refusesWhatWouldAbortTheProcess() {
        try (Tensors tensors = Tensors.open()) {
            assertThatThrownBy(() -> tensors.zeros(DataType.BFLOAT16, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bfloat16");
            assertThatThrownBy(() -> tensors.zeros(DataType.INT16, 2))
                    .isInstanceOf(IllegalArgumentException.class);
            PtNDArray x = tensors.zeros(DataType.FLOAT32, 2);
            assertThatThrownBy(() -> Tensors.cast(x, DataType.BFLOAT16))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void checksSizesBeforeAllocating() {
        try (Tensors tensors = Tensors.open()) {
            assertThatThrownBy(() -> tensors.zeros(DataType.FLOAT32, 1L << 40, 1L << 40))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("limit");
            assertThatThrownBy(() -> tensors.zeros(DataType.FLOAT32, -1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tensors.of(new float[5], 2, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs 16 bytes, the buffer has 20");
        }
    }

    @Test
    void viewsStartAtThePositionOfTheirBuffer() {
        try (Tensors tensors = Tensors.open()) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
            bytes.position(4).limit(12);
            PtNDArray view = tensors.view(bytes, DataType.FLOAT32, 2);
            assertThat(view.toFloatArray()).containsExactly(2, 3);
            bytes.putFloat(8, 7);
            assertThat(view.toFloatArray()).containsExactly(2, 7);
            assertThatThrownBy(() -> tensors.view(ByteBuffer.allocate(8), DataType.FLOAT32, 2))
                    .hasMessageContaining("direct");
        }
    }

    @Test
    void scopeFreesAllButWhatIsKept() {
        try (Tensors tensors = Tensors.open()) {
            PtNDArray kept;
            PtNDArray handedOut;
            try (TensorScope outer = TensorScope.open()) {
                try (TensorScope inner = TensorScope.open()) {
                    PtNDArray x = tensors.of(new float[] {1, 2});
                    kept = inner.keep(x.mul(x));
                    handedOut = inner.result(x.add(x));
                }
                assertThat(tensors.count()).isEqualTo(2);
                assertThat(outer).isNotNull();
                assertThat(handedOut.toFloatArray()).containsExactly(2, 4);
            }
            assertThat(tensors.count()).isEqualTo(1);
            assertThat(kept.toFloatArray()).containsExactly(1, 4);
        }
    }

    @Test
    void scalarsAreMadeOnceAndOutliveScopes() {
        try (Tensors tensors = Tensors.open()) {
            PtNDArray first;
            try (TensorScope scope = TensorScope.open()) {
                first = tensors.scalar(0.5);
                assertThat(scope).isNotNull();
            }
            assertThat(tensors.scalar(0.5)).isSameAs(first);
            assertThat(first.toFloatArray()).containsExactly(0.5f);
        }
    }

    @Test
    void parametersDependOnSeedAndNameOnly() {
        try (Tensors tensors = Tensors.open();
                Parameters one = new Parameters(tensors, 7);
                Parameters two = new Parameters(tensors, 7);
                Parameters other = new Parameters(tensors, 8)) {
            Linear.create(one, "a", 300, 20);
            Linear.create(two, "before", 5, 5);
            Linear.create(two, "a", 300, 20);
            Linear.create(other, "a", 300, 20);
            assertThat(two.floats("a.weight")).isEqualTo(one.floats("a.weight"));
            assertThat(other.floats("a.weight")).isNotEqualTo(one.floats("a.weight"));
            double bound = Math.sqrt(6.0 / 320);
            double sumOfSquares = 0;
            for (float w : one.floats("a.weight")) {
                assertThat((double) w).isBetween(-bound, bound);
                sumOfSquares += w * w;
            }
            // variance of a uniform distribution is bound^2 / 3
            assertThat(sumOfSquares / 6000).isCloseTo(bound * bound / 3, within(3e-4));
            assertThat(one.floats("a.bias")).containsOnly(0);
            assertThat(one.trainableCount()).isEqualTo(6020);
            assertThat(one.sha256()).isNotEqualTo(other.sha256());
            for (String name : one.names()) {
                other.set(name, TensorBytes.read(one.get(name)));
            }
            assertThat(other.sha256()).isEqualTo(one.sha256());
        }
    }

    @Test
    void parameterNamesAndSizesAreChecked() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            BatchNorm.create(parameters, "bn", 3);
            assertThat(parameters.group("bn"))
                    .extracting(Parameter::name)
                    .containsExactly("bn.gamma", "bn.beta");
            assertThat(parameters.names()).hasSize(4);
            assertThatThrownBy(() -> parameters.buffer("bn.gamma", 0, 1))
                    .hasMessageContaining("already");
            assertThatThrownBy(() -> parameters.buffer("../x", 0, 1))
                    .hasMessageContaining("not a parameter name");
            assertThatThrownBy(() -> parameters.group("absent")).hasMessageContaining("absent");
            assertThatThrownBy(() -> parameters.set("bn.beta", ByteBuffer.allocate(8)))
                    .hasMessageContaining("has 12 bytes, not 8");
        }
    }

    @Test
    void randomStreamIsUniformAndRepeatable() {
        RandomStream random = RandomStream.of(1, 2, 3);
        assertThat(RandomStream.of(1, 2, 3).nextLong()).isEqualTo(random.nextLong());
        assertThat(Seeds.hash(1, 2, 3)).isNotEqualTo(Seeds.hash(1, 3, 2));
        assertThat(Seeds.hash(1, "ab")).isNotEqualTo(Seeds.hash(1, "ba"));
        int[] counts = new int[7];
        double square = 0;
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
            double z = random.nextGaussian();
            square += z * z;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_600, 10_400);
        }
        assertThat(square / 70_000).isCloseTo(1, within(0.03));
        assertThat(random.permutation(50))
                .containsExactlyInAnyOrder(new RandomStream(9).permutation(50));
        assertThat(random.permutation(50)).isNotEqualTo(random.permutation(50));
    }
}
