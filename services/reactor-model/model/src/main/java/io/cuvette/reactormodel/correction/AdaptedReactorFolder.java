package io.cuvette.reactormodel.correction;

import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.reactormodel.baseline.RidgeRegression;
import io.cuvette.reactormodel.card.CardFile;
import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.ReactorNumbers;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An adapted reactor as files: {@code reactor.json}, and {@code model.safetensors} with the weights
 * of a correcting network. What is read predicts what was written, to the bit.
 */
public final class AdaptedReactorFolder {
    public static final String CARD = "reactor.json";
    public static final String WEIGHTS = "model.safetensors";

    private static final String PREFIX = "correction";

    private static final CardFile<StoredReactor> FILE =
            new CardFile<>(
                    CARD,
                    StoredReactor.class,
                    StoredReactor.FORMAT,
                    StoredReactor::format,
                    "an adapted reactor");

    private AdaptedReactorFolder() {}

    /** Writes into an existing folder. */
    public static void write(AdaptedReactor model, Path folder) throws IOException {
        SafetensorsWriter weights = new SafetensorsWriter();
        if (model.correction() instanceof NetworkCorrection network) {
            network.weights().addTo(weights, PREFIX);
        }
        weights.writeTo(folder.resolve(WEIGHTS));
        FILE.write(folder, stored(model));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when a file is missing, damaged or of another format
     */
    public static AdaptedReactor read(Path folder) throws IOException {
        return FILE.read(folder, stored -> model(stored, folder));
    }

    private static StoredReactor stored(AdaptedReactor model) {
        DeclaredReactor declared = model.declared();
        Correction correction = model.correction();
        double[] correctionScale = null;
        List<RidgeRegression.Coefficients> lines = null;
        Architecture architecture = null;
        if (correction instanceof LinearCorrection linear) {
            correctionScale = linear.scale();
            lines = List.of(linear.coefficients(0), linear.coefficients(1));
        } else if (correction instanceof NetworkCorrection network) {
            correctionScale = network.scale();
            architecture = network.weights().architecture();
        }
        return new StoredReactor(
                StoredReactor.FORMAT,
                ReactorNumbers.of(declared.nominal()),
                declared.unknown(),
                declared.measured(),
                declared.region(),
                model.estimate().map(StoredEstimate::of).orElse(null),
                model.scale().mean(),
                model.scale().deviation(),
                model.heldOut().chosen(),
                model.share(),
                correctionScale,
                lines,
                architecture,
                model.heldOut());
    }

    private static AdaptedReactor model(StoredReactor stored, Path folder) throws IOException {
        DeclaredReactor declared =
                new DeclaredReactor(
                        stored.nominal().reactor(),
                        stored.unknown(),
                        stored.measured(),
                        stored.region());
        Optional<Estimate> estimate =
                Optional.ofNullable(stored.fitted())
                        .map(fitted -> fitted.estimate(stored.unknown()));
        Base base =
                new Base(
                        estimate.map(Estimate::reactor).orElse(declared.nominal()),
                        declared.measured());
        OutputScale scale = new OutputScale(stored.outputMean(), stored.outputDeviation());
        RunEncoding encoding = new RunEncoding(base, declared.region(), scale);
        Correction correction =
                switch (stored.correction()) {
                    case NONE -> new NoCorrection();
                    case LINEAR ->
                            new LinearCorrection(
                                    encoding,
                                    stored.correctionScale(),
                                    stored.linear().stream()
                                            .map(RidgeRegression::of)
                                            .toArray(RidgeRegression[]::new));
                    case NETWORK -> network(stored, encoding, folder);
                };
        return new AdaptedReactor(
                declared, estimate, base, scale, correction, stored.share(), stored.heldOut());
    }

    private static NetworkCorrection network(
            StoredReactor stored, RunEncoding encoding, Path folder) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(folder.resolve(WEIGHTS))) {
            NetworkWeights weights = NetworkWeights.read(reader, PREFIX, stored.network());
            return new NetworkCorrection(encoding, weights, stored.correctionScale());
        }
    }
}
