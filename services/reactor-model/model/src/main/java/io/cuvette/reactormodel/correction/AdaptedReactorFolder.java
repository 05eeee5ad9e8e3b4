package io.cuvette.reactormodel.correction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.reactormodel.baseline.RidgeRegression;
import io.cuvette.reactormodel.correction.StoredReactor.Fitted;
import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.ReactorNumbers;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import java.io.IOException;
import java.nio.file.Files;
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

    // held-out errors may be NaN where there were too few runs
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private AdaptedReactorFolder() {}

    /** Writes into an existing folder. */
    public static void write(AdaptedReactor model, Path folder) throws IOException {
        SafetensorsWriter weights = new SafetensorsWriter();
        if (model.correction() instanceof NetworkCorrection network) {
            network.weights().addTo(weights, PREFIX);
        }
        weights.writeTo(folder.resolve(WEIGHTS));
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(CARD).toFile(), stored(model));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when a file is missing, damaged or of another format
     */
    public static AdaptedReactor read(Path folder) throws IOException {
        try {
            StoredReactor stored =
                    JSON.readValue(Files.readAllBytes(folder.resolve(CARD)), StoredReactor.class);
            if (stored.format() != StoredReactor.FORMAT) {
                throw new IOException(
                        "%s is of format %d; this version reads %d"
                                .formatted(CARD, stored.format(), StoredReactor.FORMAT));
            }
            return model(stored, folder);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(CARD + " does not describe an adapted reactor", e);
        }
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
                model.estimate().map(AdaptedReactorFolder::fitted).orElse(null),
                model.scale().mean(),
                model.scale().deviation(),
                model.heldOut().chosen(),
                model.share(),
                correctionScale,
                lines,
                architecture,
                model.heldOut());
    }

    private static Fitted fitted(Estimate estimate) {
        return new Fitted(
                ReactorNumbers.of(estimate.reactor()),
                estimate.parameters(),
                estimate.coordinates(),
                estimate.covariance(),
                estimate.noiseConcentrationKmolPerM3(),
                estimate.noiseTemperatureK(),
                estimate.rounds());
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
                        .map(
                                fitted ->
                                        new Estimate(
                                                fitted.reactor().reactor(),
                                                fitted.parameters(),
                                                stored.unknown(),
                                                fitted.coordinates(),
                                                fitted.covariance(),
                                                fitted.noiseConcentrationKmolPerM3(),
                                                fitted.noiseTemperatureK(),
                                                fitted.rounds()));
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
