package io.cuvette.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real virtual machines. */
class ClassArchiveTest {
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;
    private static final int ABORTED = 134;

    @TempDir private Path folder;
    private Path build;

    /** Something that a JVM without agents and tools runs, from a jar. */
    @BeforeEach
    void copyAJar() throws IOException {
        build = Files.createDirectories(folder.resolve("build"));
        Path classes = Files.createDirectories(folder.resolve("classes/probe"));
        Path source =
                Files.writeString(
                        classes.resolve("Probe.java"),
                        """
                        package probe;
                        public final class Probe {
                            public static void main(String[] arguments) {
                                System.out.println("done");
                            }
                        }
                        """);
        String bin = System.getProperty("java.home") + "/bin/";
        assertThat(run(bin + "javac", source.toString())).isEmpty();
        assertThat(
                        run(
                                bin + "jar",
                                "-cf",
                                build.resolve("probe.jar").toString(),
                                "-C",
                                folder.resolve("classes").toString(),
                                "probe/Probe.class"))
                .isEmpty();
    }

    @Test
    void theSecondRunLoadsTheClassesOfTheFirst() throws Exception {
        ClassArchive archive = archive();
        assertThat(probe(archive)).contains("probe.Probe source: file:");
        archive.ended(0, true);

        assertThat(probe(archive())).contains("probe.Probe source: shared objects file (top)");
    }

    @Test
    void whatAKilledProcessWroteIsNotKept() throws Exception {
        ClassArchive archive = archive();
        probe(archive);
        assertThat(files()).hasSize(1);

        archive.ended(KILLED, true);

        assertThat(files()).isEmpty();
    }

    @Test
    void whatAProcessWroteThatNeverGotReadyIsNotKept() throws Exception {
        ClassArchive archive = archive();
        probe(archive);

        archive.ended(TERMINATED, false);

        assertThat(files()).isEmpty();
    }

    @Test
    void aKilledProcessDoesNotTaintTheArchive() throws Exception {
        ClassArchive archive = archive();
        probe(archive);
        archive.ended(TERMINATED, true);

        archive.ended(KILLED, false);

        assertThat(probe(archive)).contains("shared objects file (top)");
    }

    @Test
    void anArchiveOfAProcessThatDiedIsForgotten() throws Exception {
        ClassArchive archive = archive();
        probe(archive);
        archive.ended(0, true);

        archive.ended(ABORTED, true);

        assertThat(files()).isEmpty();
        assertThat(probe(archive)).contains("probe.Probe source: file:");
    }

    @Test
    void anotherBuildOtherFlagsAndTornFilesLeaveNothingBehind() throws Exception {
        ClassArchive first = archive();
        probe(first);
        first.ended(0, true);
        Files.writeString(folder.resolve("archives/other.0.jsa"), "of another service");
        String kept = files().get(1);
        Files.setLastModifiedTime(build.resolve("probe.jar"), FileTime.fromMillis(1_000_000));

        ClassArchive second = archive();

        assertThat(files()).containsExactly("other.0.jsa");
        probe(second);
        assertThat(files()).hasSize(2).doesNotContain(kept);
        ClassArchive.of(folder.resolve("archives"), "probe", build, List.of("-Xmx1g"));
        assertThat(files()).as("the unfinished one is gone").containsExactly("other.0.jsa");
    }

    @Test
    void aProcessThatWroteNothingIsNoFault() throws IOException {
        archive().ended(0, true);
        archive().ended(ABORTED, true);
        assertThat(files()).isEmpty();
    }

    private ClassArchive archive() throws IOException {
        return ClassArchive.of(folder.resolve("archives"), "probe", build, List.of());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private String probe(ClassArchive archive) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(archive.flags());
        command.addAll(
                List.of(
                        "-Xlog:class+load",
                        "-cp",
                        build.resolve("probe.jar").toString(),
                        "probe.Probe"));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
