package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.client.ModelVersion;
import jakarta.enterprise.context.RequestScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The versions that this request's names turned out to mean. A version never changes, so with the
 * address and the program they say all of what a result is.
 */
@RequestScoped
public class AnsweredVersions {

    private static final int TAG_BYTES = 16; // 128 bits: no accident

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
     * Strong entity tag, quotes included, of ids, numbers and artifacts of the versions; empty
     * where the request is of none.
     */
    public Optional<String> tag() {
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        add(digest, program);
        for (ModelVersion version : versions) {
            add(digest, version.modelId());
            add(digest, Integer.toString(version.version()));
            add(digest, version.datasetSha256());
            for (ModelVersion.Artifact artifact : version.artifacts()) {
                add(digest, artifact.path());
                add(digest, artifact.sha256());
            }
        }
        return Optional.of(
                "\"%s\"".formatted(HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES)));
    }

    /** With a terminator, so that "a", "bc" and "ab", "c" differ. */
    private static void add(MessageDigest digest, String value) {
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0xff);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
