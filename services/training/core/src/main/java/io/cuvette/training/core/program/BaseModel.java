package io.cuvette.training.core.program;

import java.util.regex.Pattern;

/**
 * The published model version that a job starts from.
 *
 * @param family that published it, one of {@link TrainingProgram#baseFamilies}
 * @param name within the tenant
 * @param version from 1
 * @param sha256 of all its artifacts, names and bytes, in 64 hexadecimal digits: what a checkpoint
 *     was trained from
 */
public record BaseModel(String family, String name, int version, String sha256) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public BaseModel {
        if (version < 1) {
            throw new IllegalArgumentException("version is %d; at least 1".formatted(version));
        }
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal digits: " + sha256);
        }
    }
}
