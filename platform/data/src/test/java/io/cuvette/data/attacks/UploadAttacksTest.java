package io.cuvette.data.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.hdf5.Hdf5Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each attack is named within two seconds by a virtual machine of 192 MiB of heap, which leaves
 * nothing behind: neither beside the uploads nor in its scratch, temporary and working folders.
 */
class UploadAttacksTest {

    private static final long MILLISECONDS = 2_000;
    private static final int DAMAGED_A_FORMAT = 60;

    @TempDir Path watched;
    private Path uploads;
    private Path scratch;

    private record Outcome(String said, long milliseconds) {
        boolean names(String code) {
            return said.equals("!" + code) || List.of(said.split(",", -1)).contains(code);
        }
    }

    @BeforeEach
    void makeFolders() throws IOException {
        Assumptions.assumeTrue(Hdf5Output.isAvailable(), "skipped: no native HDF5 library");
        uploads = Files.createDirectories(watched.resolve("a/b/c/uploads"));
        scratch = Files.createDirectories(watched.resolve("a/b/c/scratch"));
    }

    @Test
    void everyAttackIsNamedInTimeAndMemoryAndLeavesNothing() throws Exception {
        List<UploadAttack> attacks = new ArrayList<>();
        attacks.addAll(TableAttacks.all());
        attacks.addAll(ArchiveAttacks.all(watched));
        attacks.addAll(TenxH5Attacks.all());
        attacks.addAll(SafetensorsAttacks.all());
        for (UploadAttack attack : attacks) {
            attack.writer().write(uploads.resolve(attack.file()));
        }

        Map<String, Outcome> outcomes = readInSmallMachine();

        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(outcomes).hasSize(attacks.size());
        for (UploadAttack attack : attacks) {
            Outcome outcome = outcomes.getOrDefault(attack.file(), new Outcome("nothing", 0));
            softly.assertThat(outcome.names(attack.expected().name()))
                    .as("%s should be %s and is %s", attack.file(), attack.expected(), outcome)
                    .isTrue();
            softly.assertThat(outcome.milliseconds()).as(attack.file()).isLessThan(MILLISECONDS);
        }
        softly.assertAll();
    }

    /** Random damage: whatever it does, the outcome is data or a finding. */
    @Test
    void randomDamageIsReadOrNamed() throws Exception {
        Map<String, UploadAttack.Writer> honest =
                Map.of(
                        "honest.csv", f -> Files.writeString(f, TableAttacks.HONEST),
                        "honest.csv.gz",
                                f ->
                                        Files.write(
                                                f,
                                                TableAttacks.gzip(
                                                        TableAttacks.bytes(TableAttacks.HONEST))),
                        "honest.zip", ArchiveAttacks::honestZip,
                        "honest.tar.gz", ArchiveAttacks::honestTarGz,
                        "honest.h5", TenxH5Attacks::honest,
                        "honest.safetensors", SafetensorsAttacks::honest);
        Random random = new Random(20_240_612);
        for (Map.Entry<String, UploadAttack.Writer> entry : new TreeMap<>(honest).entrySet()) {
            Path file = uploads.resolve(entry.getKey());
            entry.getValue().write(file);
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < DAMAGED_A_FORMAT; i++) {
                byte[] damaged = bytes.clone();
                int hits = 1 + random.nextInt(4);
                for (int hit = 0; hit < hits; hit++) {
                    int at = random.nextInt(damaged.length);
                    damaged[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
                }
                Files.write(
                        uploads.resolve("damaged-%02d-%s".formatted(i, entry.getKey())), damaged);
            }
        }

        Map<String, Outcome> outcomes = readInSmallMachine();

        assertThat(outcomes).hasSize(honest.size() * (DAMAGED_A_FORMAT + 1));
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.milliseconds()).isLessThan(MILLISECONDS));
        for (String name : honest.keySet()) {
            assertThat(outcomes.get(name).said()).as(name).isEmpty();
        }
        assertThat(outcomes.values().stream().filter(o -> o.said().startsWith("!")).count())
                .as("damage is noticed")
                .isGreaterThan(DAMAGED_A_FORMAT);
    }

    /** Every file below the watched folder with its size and time. */
    private Map<Path, String> listing() throws IOException {
        Map<Path, String> listing = new TreeMap<>();
        try (Stream<Path> listed = Files.walk(watched)) {
            for (Path path : listed.toList()) {
                listing.put(
                        path,
                        Files.isDirectory(path)
                                ? "folder"
                                : Files.size(path) + " " + Files.getLastModifiedTime(path));
            }
        }
        return listing;
    }

    private Map<String, Outcome> readInSmallMachine() throws Exception {
        Path output = Files.createTempFile("attacks", ".txt");
        Path errors = Files.createTempFile("attacks", ".err");
        Path temporary = Files.createDirectories(watched.resolve("a/b/c/temporary"));
        Map<Path, String> before = listing();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                UploadAttackMain.class.getName(),
                                uploads.toString(),
                                scratch.toString())
                        .directory(scratch.toFile())
                        .redirectError(errors.toFile())
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended && process.exitValue() == 0)
                .as(printed + Files.readString(errors))
                .isTrue();
        Files.delete(output);
        Files.delete(errors);
        assertThat(listing()).as("nothing is left").isEqualTo(before);
        Map<String, Outcome> outcomes = new HashMap<>();
        for (String line : printed.lines().toList()) {
            String[] parts = line.split("\t", -1);
            assertThat(parts).as(line).hasSize(3);
            outcomes.put(parts[0], new Outcome(parts[1], Long.parseLong(parts[2])));
        }
        return outcomes;
    }
}
