package io.cuvette.training.app.service;

import io.cuvette.service.store.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of a model version.
 *
 * @param path relative name below the version's prefix
 * @param sizeBytes exact length
 * @param sha256 of the bytes, lower-case hex
 */
public record Artifact(String path, long sizeBytes, String sha256) {

    /** Digest of a whole version: of the paths and digests of its files, in the order of paths. */
    public static String sha256OfAll(List<Artifact> artifacts) {
        return Sha256.ofTexts(
                        artifacts.stream()
                                .sorted(Comparator.comparing(Artifact::path))
                                .flatMap(file -> Stream.of(file.path(), file.sha256()))
                                .toList())
                .hex();
    }
}
