package io.cuvette.training.core.testing;

import io.cuvette.data.safetensors.TensorType;
import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A checkpoint as a naive trainer would write it: weights and position, optimizer at zero. */
public final class WeightsOnly {

    private WeightsOnly() {}

    public static void strip(Path checkpoint, Path target) throws IOException {
        try (CheckpointFile file = CheckpointFile.open(checkpoint)) {
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            for (String name : file.names()) {
                StoredTensor tensor = file.tensor(name);
                tensors.put(name, name.contains("/optimizers/") ? zero(tensor) : tensor);
            }
            CheckpointFile.write(target, file.header(), tensors);
        }
    }

    private static StoredTensor zero(StoredTensor tensor) {
        TensorType type = tensor.type();
        return new StoredTensor(
                type, tensor.shape(), ByteBuffer.allocate(tensor.littleEndian().remaining()));
    }
}
