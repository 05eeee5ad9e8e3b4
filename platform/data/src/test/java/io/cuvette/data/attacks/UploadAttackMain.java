package io.cuvette.data.attacks;

import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.safetensors.SafetensorsException;
import io.cuvette.data.safetensors.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads every file of a folder in a virtual machine of little memory and prints, a line each: name,
 * what was said, milliseconds. Arguments: the folder of uploads and the scratch folder.
 */
final class UploadAttackMain {

    private UploadAttackMain() {}

    public static void main(String[] arguments) throws IOException {
        ReadOptions options = ReadOptions.in(Path.of(arguments[1]));
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(arguments[0]))) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            long start = System.nanoTime();
            String outcome =
                    file.toString().endsWith(".safetensors")
                            ? readTensors(file)
                            : describe(file, options);
            long milliseconds = (System.nanoTime() - start) / 1_000_000;
            System.out.printf("%s\t%s\t%d%n", file.getFileName(), outcome, milliseconds);
        }
    }

    /** Anything but a {@link DataException} ends the run. */
    private static String describe(Path file, ReadOptions options) throws IOException {
        try {
            return DatasetReader.describe(file, options).findings().stream()
                    .map(finding -> finding.code().name())
                    .collect(Collectors.joining(","));
        } catch (DataException e) {
            return "!" + e.code();
        }
    }

    private static String readTensors(Path file) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            for (String name : reader.names()) {
                reader.buffer(name);
            }
            return "";
        } catch (SafetensorsException e) {
            return "!" + e.error();
        }
    }
}
