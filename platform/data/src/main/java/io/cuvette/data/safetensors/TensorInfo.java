package io.cuvette.data.safetensors;

import java.util.List;

/**
 * One tensor of a file, without its values.
 *
 * @param shape dimensions, row-major; empty for a scalar
 * @param position of the first byte in the file
 * @param byteLength number of elements times {@link TensorType#bytes()}
 */
public record TensorInfo(
        String name, TensorType type, List<Long> shape, long position, long byteLength) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return byteLength / type.bytes();
    }
}
