package io.cuvette.data.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.attacks.H5adAttacks.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each attack is told within two seconds by a virtual machine of 192 MiB of heap. */
class H5adAttacksTest {

    private static final long MILLISECONDS = 2_000;
    private static final int DAMAGED_FILES = 300;

    @TempDir Path folder;
    @TempDir Path scratch;

    /** One line of the child: what describing and reading said, and how long the slower took. */
    private record Outcome(String described, String read, String spooled, long milliseconds) {
        boolean says(String code) {
            return read.equals("!" + code)
                    || described.equals("!" + code)
                    || List.of(described.split(",", -1)).contains(code);
        }
    }

    @Test
    void everyAttackIsNamedInTimeAndMemory() throws Exception {
        for (Attack attack : H5adAttacks.all()) {
            attack.writer().write(folder.resolve(attack.name() + ".h5ad"));
        }
        List<Path> before = files();

        Map<String, Outcome> outcomes = readInSmallMachine();

        SoftAssertions softly = new SoftAssertions();
        for (Attack attack : H5adAttacks.all()) {
            Outcome outcome = outcomes.get(attack.name() + ".h5ad");
            softly.assertThat(outcome).as(attack.name()).isNotNull();
            if (outcome != null) {
                softly.assertThat(outcome.says(attack.expected().name()))
                        .as("%s should be %s and is %s", attack.name(), attack.expected(), outcome)
                        .isTrue();
                if (outcome.read().startsWith("!")) {
                    softly.assertThat(outcome.spooled()).as(attack.name()).startsWith("!");
                }
                softly.assertThat(outcome.milliseconds())
                        .as(attack.name())
                        .isLessThan(MILLISECONDS);
            }
        }
        softly.assertThat(files()).as("nothing is written").isEqualTo(before);
        softly.assertThat(scratch).as("no scratch file is left").isEmptyDirectory();
        softly.assertAll();
    }

    /** Random damage: whatever it does, the outcome is data or a finding. */
    @Test
    void randomDamageIsReadOrNamed() throws Exception {
        Path honest = folder.resolve("honest.h5ad");
        H5adForgeries.honest(honest);
        byte[] bytes = Files.readAllBytes(honest);
        Random random = new Random(20_240_611);
        for (int i = 0; i < DAMAGED_FILES; i++) {
            byte[] damaged = bytes.clone();
            int hits = 1 + random.nextInt(8);
            for (int hit = 0; hit < hits; hit++) {
                int at = random.nextInt(damaged.length);
                damaged[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            Files.write(folder.resolve("damaged-%03d.h5ad".formatted(i)), damaged);
        }

        Map<String, Outcome> outcomes = readInSmallMachine();

        assertThat(outcomes).hasSize(DAMAGED_FILES + 1);
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.milliseconds()).isLessThan(MILLISECONDS));
        assertThat(outcomes.values().stream().filter(o -> o.read().startsWith("!")).count())
                .as("damage is noticed")
                .isGreaterThan(DAMAGED_FILES / 10);
        assertThat(outcomes.get("honest.h5ad").read()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> listed = Files.walk(folder)) {
            return listed.filter(p -> !p.endsWith("output")).sorted().toList();
        }
    }

    private Map<String, Outcome> readInSmallMachine() throws Exception {
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                H5adAttackMain.class.getName(),
                                folder.toString(),
                                scratch.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended && process.exitValue() == 0).as(printed).isTrue();
        Map<String, Outcome> outcomes = new HashMap<>();
        for (String line : printed.lines().toList()) {
            String[] parts = line.split("\t", -1);
            assertThat(parts).as(line).hasSize(5);
            outcomes.put(
                    parts[0], new Outcome(parts[1], parts[2], parts[3], Long.parseLong(parts[4])));
        }
        assertThat(outcomes).as(Arrays.toString(folder.toFile().list())).isNotEmpty();
        return outcomes;
    }
}
