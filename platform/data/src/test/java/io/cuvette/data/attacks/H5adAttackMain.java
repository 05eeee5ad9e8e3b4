package io.cuvette.data.attacks;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.h5ad.H5adReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads every file of a folder in a virtual machine of little memory and prints, a line each: name,
 * what describing, reading and spooling said, milliseconds of the slowest. Arguments: the folder of
 * files and the scratch folder.
 */
final class H5adAttackMain {

    private H5adAttackMain() {}

    /** Reading of one file. */
    @FunctionalInterface
    private interface Reading {
        String codes() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(arguments[0]))) {
            files = listed.filter(p -> p.toString().endsWith(".h5ad")).sorted().toList();
        }
        for (Path file : files) {
            long start = System.nanoTime();
            String described =
                    outcome(
                            () ->
                                    codes(
                                            H5adReader.inspect(file, 10, ReadLimits.DEFAULT)
                                                    .description()));
            long middle = System.nanoTime();
            String read =
                    outcome(() -> codes(H5adReader.readAll(file, ReadLimits.DEFAULT).findings()));
            long end = System.nanoTime();
            String spooled = outcome(() -> spool(file, Path.of(arguments[1])));
            long last = System.nanoTime();
            System.out.printf(
                    "%s\t%s\t%s\t%s\t%d%n",
                    file.getFileName(),
                    described,
                    read,
                    spooled,
                    Math.max(Math.max(middle - start, end - middle), last - end) / 1_000_000);
        }
    }

    private static String spool(Path file, Path scratch) throws IOException {
        try (SpooledDataset spooled =
                DatasetReader.spool(file, Optional.empty(), any -> true, ReadOptions.in(scratch))) {
            return codes(spooled.findings());
        }
    }

    private static String codes(DatasetDescription description) {
        return codes(description.findings());
    }

    private static String codes(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.code().name())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Anything but a {@link DataException} ends the run. */
    private static String outcome(Reading reading) throws IOException {
        try {
            return reading.codes();
        } catch (DataException e) {
            return "!" + e.code();
        }
    }
}
