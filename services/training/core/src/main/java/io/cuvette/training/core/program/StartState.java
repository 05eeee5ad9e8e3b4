package io.cuvette.training.core.program;

import java.nio.file.Path;

/**
 * The trained state of another job of the same family that a job goes on from: its last checkpoint.
 *
 * @param file to be read only
 * @param sha256 of its bytes in hexadecimal digits
 */
public record StartState(Path file, String sha256) {}
