package io.cuvette.reactormodel.acceptance;

import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaBatches;
import io.cuvette.reactormodel.meta.MetaModel;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.meta.TaskSource;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starting weights, meta-trained once and kept in the build folder. */
final class Trained {
    static final Path FOLDER = Path.of("target", "acceptance");

    private Trained() {}

    static NetworkWeights weights(
            String name,
            Architecture architecture,
            MetaSettings settings,
            TaskSource tasks,
            long seed)
            throws Exception {
        Path file = FOLDER.resolve(name + "-" + seed + ".safetensors");
        if (!Files.exists(file)) {
            train(file, architecture, settings, tasks, seed);
        }
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            return NetworkWeights.read(reader, "rnn", architecture);
        }
    }

    private static void train(
            Path file,
            Architecture architecture,
            MetaSettings settings,
            TaskSource tasks,
            long seed)
            throws Exception {
        Path folder = FOLDER.resolve(file.getFileName() + ".run");
        long start = System.nanoTime();
        TestContext context = new TestContext(folder, seed);
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed);
                TrainingSession session = new TrainingSession(context, "acceptance")) {
            MetaModel model = new MetaModel(parameters, architecture, settings);
            new TrainingLoop<>(
                            LoopSettings.of("meta", settings.tasks()),
                            model,
                            new MetaBatches(tensors, tasks, settings, seed),
                            session)
                    .run();
            boolean reptile = settings.algorithm() == MetaAlgorithm.REPTILE;
            NetworkWeights weights =
                    NetworkWeights.of(parameters, reptile ? "start.rnn" : "rnn", architecture);
            SafetensorsWriter writer = new SafetensorsWriter();
            weights.addTo(writer, "rnn");
            writer.writeTo(file);
        }
        System.out.printf("%s: %d s%n", file, (System.nanoTime() - start) / 1_000_000_000);
    }
}
