package io.cuvette.training.core.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.program.TrainingPrograms;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs the test program in a process of its own: {@code folder seed settings [weights-only]}. With
 * the last, a resumed run takes the weights of the checkpoint and forgets the rest.
 */
public final class TestTrainingMain {

    private TestTrainingMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ObjectNode settings = (ObjectNode) new ObjectMapper().readTree(arguments[2]);
        TestContext context = new TestContext(folder, Long.parseLong(arguments[1]), settings);
        if (arguments.length > 3) {
            CheckpointStore store = context.checkpoints();
            Optional<Path> newest = store.newest();
            if (newest.isPresent()) {
                Path stripped = folder.resolve("weights-only.safetensors");
                WeightsOnly.strip(newest.get(), stripped);
                store.save(900_000_000, stripped);
            }
        }
        TrainingPrograms.load().find(TestAutoencoderProgram.FAMILY).orElseThrow().run(context);
    }
}
