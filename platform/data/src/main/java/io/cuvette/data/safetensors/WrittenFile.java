package io.cuvette.data.safetensors;

/**
 * What was written.
 *
 * @param sha256 of all bytes, 64 lower-case hexadecimal digits
 */
public record WrittenFile(long sizeBytes, String sha256) {}
