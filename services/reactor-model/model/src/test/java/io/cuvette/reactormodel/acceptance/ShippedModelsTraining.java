package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.reactormodel.program.NetworkKind;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.reactormodel.program.ReactorModelProgram;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trains the weights that are shipped, and puts them among the resources of the module. Run by
 * name; takes half an hour. {@code -Dnetworks=CORRECTION} for one of them, {@code -Dtasks} and
 * {@code -Dmembers} of each network for a first look. What was begun with the same settings goes on
 * from its last checkpoint.
 */
class ShippedModelsTraining {
    private static final Path RESOURCES =
            Path.of("src", "main", "resources", "io", "cuvette", "reactormodel", "shipped");
    private static final long SEED = 1;

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void train(NetworkKind network) throws Exception {
        assumeThat(System.getProperty("networks", network.name())).contains(network.name());
        String name = Settings.name(network);
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("network", name);
        if (network == NetworkKind.WINDOW) {
            settings.put("members", 3);
        } else {
            settings.put("experts", 4);
        }
        for (String setting : List.of("tasks", "members", "experts")) {
            if (Integer.getInteger(setting) != null) {
                settings.put(setting, Integer.getInteger(setting));
            }
        }
        Path folder = Trained.FOLDER.resolve("shipped-" + settings.hashCode());
        TestContext context = new TestContext(folder, SEED, settings).withoutDataset();
        new ReactorModelProgram().run(context);
        Path target = Files.createDirectories(RESOURCES.resolve(name));
        for (String file : List.of(PretrainedModel.CARD, PretrainedModel.WEIGHTS)) {
            Files.copy(
                    context.output().resolve(file),
                    target.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
