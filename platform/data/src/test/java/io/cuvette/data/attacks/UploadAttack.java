package io.cuvette.data.attacks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A hostile upload.
 *
 * @param file name of the file; {@code .safetensors} is read as such, everything else as a dataset
 * @param expected code of the exception, or of a finding of the description
 */
record UploadAttack(String file, Enum<?> expected, Writer writer) {

    /** Makes the file. */
    @FunctionalInterface
    interface Writer {
        void write(Path file) throws IOException;
    }
}
