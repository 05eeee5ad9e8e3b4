package io.cuvette.service.inference.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionalInputsTest {
    private static final TensorMetadata X = TensorMetadata.of("x", Datatype.FP64, Shape.ANY, 1);
    private static final TensorMetadata TIMES =
            TensorMetadata.of("times", Datatype.FP64, 1, Shape.ANY);

    private static final ModelSignature SIGNATURE =
            new ModelSignature("test", List.of(X, TIMES), List.of(X), Set.of("times"));

    private static InferenceRequest validate(Tensor... inputs) {
        return RequestValidator.validate(
                new WireRequest(
                        Optional.empty(), Parameters.NONE, List.of(inputs), List.of(), false),
                SIGNATURE);
    }

    @Test
    void mayBeLeftOutAndAreFoundWhenGiven() {
        Tensor x = Tensor.fp64("x", Shape.of(3, 1), 1, 2, 3);
        Tensor times = Tensor.fp64("times", Shape.of(1, 2), 4, 5);

        assertThat(validate(x).find("times")).isEmpty();
        assertThat(validate(x).rows()).isEqualTo(3);
        assertThat(validate(times, x).find("times")).contains(times);
        assertThat(validate(times, x).inputs()).containsExactly(x, times);
    }

    @Test
    void othersMayNot() {
        assertThatThrownBy(() -> validate(Tensor.fp64("times", Shape.of(1, 1), 4)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("input 'x' is missing");
    }

    @Test
    void aSignatureCannotLeaveOutWhatItDoesNotHave() {
        assertThatThrownBy(
                        () -> new ModelSignature("test", List.of(X), List.of(X), Set.of("times")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("times");
    }
}
