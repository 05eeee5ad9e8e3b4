package io.cuvette.training.core.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Digests;
import io.cuvette.training.core.program.TrainingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A digest of what decides a run's result, by which a checkpoint knows its own job. */
public final class ConfigDigest {
    private static final ObjectMapper CANONICAL =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private ConfigDigest() {}

    /**
     * Of everything that decides the result of a job: its settings, the code, and the bytes of its
     * dataset, of the model and of the state it starts from, where it has them. The seed is apart:
     * a checkpoint has it beside the digest.
     *
     * @param codeVersion of the program
     */
    public static String of(TrainingContext context, String codeVersion) {
        List<String> facts = new ArrayList<>(List.of(codeVersion));
        if (context.hasDataset()) {
            facts.add(context.datasetSha256());
        }
        // named, so that the bytes of a model are never taken for those of a dataset
        context.baseModel().ifPresent(base -> facts.add("base " + base.sha256()));
        context.start().ifPresent(start -> facts.add("start " + start.sha256()));
        return of(context.settings(), facts.toArray(String[]::new));
    }

    /**
     * @param settings of the job; the order of keys does not matter
     * @param facts further texts that decide: the code version, {@link
     *     TrainingContext#datasetSha256}
     */
    public static String of(ObjectNode settings, String... facts) {
        try {
            MessageDigest digest = Digests.sha256();
            // through a map: tree nodes keep the order in which keys were sent
            Map<?, ?> values = CANONICAL.convertValue(settings, Map.class);
            digest.update(CANONICAL.writeValueAsBytes(values));
            for (String fact : facts) {
                digest.update((byte) 0);
                digest.update(fact.getBytes(StandardCharsets.UTF_8));
            }
            return Digests.hex(digest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every settings object has a digest", e);
        }
    }
}
