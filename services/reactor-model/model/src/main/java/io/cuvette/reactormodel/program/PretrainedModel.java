package io.cuvette.reactormodel.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.reactormodel.card.CardFile;
import io.cuvette.reactormodel.correction.CorrectionStart;
import io.cuvette.reactormodel.correction.TrainedReactors;
import io.cuvette.reactormodel.gating.ExpertGate;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Meta-trained starting weights, as a model version holds them: {@code model.json} and {@code
 * model.safetensors}.
 *
 * @param network what it predicts
 * @param sampler of the reactors it was trained on
 * @param measured where their tubes were measured
 * @param orders of the reactions that a window network was trained on
 * @param settings of the training
 * @param seed of the job
 * @param losses of each network on its last task, in scaled units
 * @param gate which expert a reactor is given to
 * @param experts weights of each, all members side by side
 * @param trainedOn what the reactors of a correction's tasks are like; empty of window networks,
 *     and of versions that did not write it down
 * @param recipe methods of the catalogue that the job chose, with all their settings; empty for
 *     those of the references
 * @param assessments what chosen methods of uncertainty and diagnostics said, by network
 */
public record PretrainedModel(
        NetworkKind network,
        MetaAlgorithm algorithm,
        SamplerKind sampler,
        MeasuredNode measured,
        OrdersKind orders,
        MetaSettings settings,
        long seed,
        List<Double> losses,
        ExpertGate gate,
        List<NetworkWeights> experts,
        List<TrainedReactors> trainedOn,
        Optional<ObjectNode> recipe,
        Map<String, List<Assessment>> assessments) {

    public static final String CARD = "model.json";
    public static final String WEIGHTS = "model.safetensors";

    private static final int FORMAT = 1;
    private static final String PREFIX = "expert-";

    private static final CardFile<Card> FILE =
            new CardFile<>(CARD, Card.class, FORMAT, Card::format, "a pretrained model");

    private record Card(
            int format,
            String family,
            NetworkKind network,
            MetaAlgorithm algorithm,
            SamplerKind sampler,
            MeasuredNode measured,
            OrdersKind orders,
            MetaSettings settings,
            long seed,
            List<Double> losses,
            ExpertGate gate,
            Architecture architecture,
            List<TrainedReactors> trainedOn,
            Optional<ObjectNode> recipe,
            Map<String, List<Assessment>> assessments) {}

    public PretrainedModel {
        losses = List.copyOf(losses);
        experts = List.copyOf(experts);
        trainedOn = List.copyOf(trainedOn);
        assessments = Collections.unmodifiableMap(new LinkedHashMap<>(assessments));
    }

    /** Weights of the first expert: all there are of a window network. */
    public NetworkWeights weights() {
        return experts.get(0);
    }

    /** Of a correction's networks, as an adapter takes them. */
    public CorrectionStart correctionStart() {
        return new CorrectionStart(gate, experts);
    }

    /** Writes into an existing folder. */
    public void write(Path folder) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int expert = 0; expert < experts.size(); expert++) {
            experts.get(expert).addTo(writer, PREFIX + expert);
        }
        writer.writeTo(folder.resolve(WEIGHTS));
        Card card =
                new Card(
                        FORMAT,
                        ReactorModelProgram.FAMILY,
                        network,
                        algorithm,
                        sampler,
                        measured,
                        orders,
                        settings,
                        seed,
                        losses,
                        gate,
                        weights().architecture(),
                        trainedOn,
                        recipe,
                        assessments);
        FILE.write(folder, card);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when a file is missing, damaged or of another format
     */
    public static PretrainedModel read(Path folder) throws IOException {
        return FILE.read(folder, card -> model(card, folder));
    }

    private static PretrainedModel model(Card card, Path folder) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(folder.resolve(WEIGHTS))) {
            List<NetworkWeights> experts = new ArrayList<>();
            for (int expert = 0; expert < card.gate().experts(); expert++) {
                experts.add(NetworkWeights.read(reader, PREFIX + expert, card.architecture()));
            }
            return new PretrainedModel(
                    card.network(),
                    card.algorithm(),
                    card.sampler(),
                    card.measured(),
                    // older versions knew no others
                    card.orders() == null ? OrdersKind.NOMINAL : card.orders(),
                    card.settings(),
                    card.seed(),
                    card.losses(),
                    card.gate(),
                    experts,
                    card.trainedOn() == null ? List.of() : card.trainedOn(),
                    card.recipe() == null ? Optional.empty() : card.recipe(),
                    card.assessments() == null ? Map.of() : card.assessments());
        }
    }
}
