package io.cuvette.service.modellibrary;

import io.cuvette.service.store.Sha256;
import io.cuvette.service.training.ModelVersion;
import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The versions that this request's names turned out to mean. A version never changes, so with the
 * address and the program they say all of what a result is.
 */
@RequestScoped
public class AnsweredVersions {

    private static final int TAG_DIGITS = 32; // 128 bits: no accident

    private final String program;
    private final Set<ModelVersion> versions = new LinkedHashSet<>();

    AnsweredVersions(@ConfigProperty(name = "quarkus.application.version") String program) {
        this.program = program;
    }

    void add(ModelVersion version) {
        versions.add(version);
    }

    /** Begins anew, after a version was looked up that is not what will be answered. */
    public void forget() {
        versions.clear();
    }

    /**
     * Strong entity tag, quotes included, of the address and of ids, numbers and artifacts of the
     * versions; empty where the request is of none.
     *
     * @param address path and query
     */
    public Optional<String> tag(String address) {
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(List.of(program, address));
        for (ModelVersion version : versions) {
            texts.add(version.modelId());
            texts.add(Integer.toString(version.version()));
            texts.add(version.datasetSha256().orElse(""));
            for (ModelVersion.Artifact artifact : version.artifacts()) {
                texts.add(artifact.path());
                texts.add(artifact.sha256());
            }
        }
        return Optional.of(
                "\"%s\"".formatted(Sha256.ofTexts(texts).hex().substring(0, TAG_DIGITS)));
    }
}
