package io.cuvette.reactormodel.adaptation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.reactormodel.card.CardFile;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.StoredEstimate;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.ReactorNumbers;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A window network of one reactor as files: {@code window.json} and {@code model.safetensors}. What
 * is read predicts what was written, to the bit.
 */
public final class WindowModelFolder {
    public static final String CARD = "window.json";
    public static final String WEIGHTS = "model.safetensors";

    private static final int FORMAT = 1;
    private static final String PREFIX = "window";
    private static final CardFile<Card> FILE =
            new CardFile<>(CARD, Card.class, FORMAT, Card::format, "an adapted window network");

    /** {@code fitted} is absent where nothing was estimated. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Card(
            int format,
            ReactorNumbers nominal,
            List<UnknownParameter> unknown,
            MeasuredNode measured,
            OperatingRegion region,
            StoredEstimate fitted,
            TaskScaling scaling,
            Architecture network,
            double physicsWeight,
            WindowHeldOut heldOut) {}

    private WindowModelFolder() {}

    /** Writes into an existing folder. */
    public static void write(WindowModel model, Path folder) throws IOException {
        SafetensorsWriter weights = new SafetensorsWriter();
        model.weights().addTo(weights, PREFIX);
        weights.writeTo(folder.resolve(WEIGHTS));
        DeclaredReactor declared = model.declared();
        FILE.write(
                folder,
                new Card(
                        FORMAT,
                        ReactorNumbers.of(declared.nominal()),
                        declared.unknown(),
                        declared.measured(),
                        declared.region(),
                        model.estimate().map(StoredEstimate::of).orElse(null),
                        model.encoding().scaling(),
                        model.weights().architecture(),
                        model.physicsWeight(),
                        model.heldOut()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when a file is missing, damaged or of another format
     */
    public static WindowModel read(Path folder) throws IOException {
        return FILE.read(folder, card -> model(card, folder));
    }

    private static WindowModel model(Card card, Path folder) throws IOException {
        if (card.network().inputs() != Run.FEATURES || card.network().outputs() != Task.STATES) {
            throw new IllegalArgumentException(
                    "a network of %d inputs and %d outputs"
                            .formatted(card.network().inputs(), card.network().outputs()));
        }
        DeclaredReactor declared =
                new DeclaredReactor(
                        card.nominal().reactor(), card.unknown(), card.measured(), card.region());
        try (SafetensorsReader reader = SafetensorsReader.open(folder.resolve(WEIGHTS))) {
            return new WindowModel(
                    declared,
                    Optional.ofNullable(card.fitted())
                            .map(fitted -> fitted.estimate(card.unknown())),
                    new WindowEncoding(declared, card.scaling()),
                    NetworkWeights.read(reader, PREFIX, card.network()),
                    card.physicsWeight(),
                    card.heldOut());
        }
    }
}
