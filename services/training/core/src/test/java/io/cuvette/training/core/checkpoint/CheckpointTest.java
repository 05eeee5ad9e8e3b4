package io.cuvette.training.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.metric.RunningMeans;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir Path folder;

    private static CheckpointHeader header() {
        PhaseState phase =
                new PhaseState(
                        "fe",
                        false,
                        3,
                        2,
                        14,
                        false,
                        Map.of("fe", 14L),
                        Map.of("averaging", "ema"),
                        Map.of("fe", "Constant"),
                        List.of(new MetricHistory.Row(0, 4, Map.of("fe.loss", 0.1 + 0.2))),
                        Map.of("fe.loss", new RunningMeans.Sum(1.0 / 3, 2)),
                        List.of(new PhaseState.Monitored(Double.NaN, 0)));
        return new CheckpointHeader(
                CheckpointHeader.FORMAT, "digest", 7, 1, "2.7.1", List.of(phase));
    }

    @Test
    void headerAndTensorsComeBackBitForBit() throws IOException {
        Path file = folder.resolve("a.safetensors");
        try (Tensors tensors = Tensors.open()) {
            float[] values = {1.5f, -0f, Float.MIN_VALUE, 3e38f};
            CheckpointFile.write(
                    file, header(), Map.of("x", StoredTensor.of(tensors.of(values, 2, 2))));
            try (CheckpointFile opened = CheckpointFile.open(file)) {
                assertThat(opened.header()).isEqualTo(header());
                var target = tensors.of(new float[4], 2, 2);
                opened.restore("x", target);
                assertThat(target.toFloatArray()).isEqualTo(values);
                assertThatThrownBy(() -> opened.restore("x", tensors.of(new float[4])))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("[2, 2]");
                assertThatThrownBy(() -> opened.restore("y", target))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no tensor y");
            }
        }
    }

    /** The layout of the header is frozen: a change needs a new format number. */
    @Test
    void headerHasTheLayoutOfFormatTwo() throws IOException {
        Path file = folder.resolve("a.safetensors");
        CheckpointFile.write(file, header(), Map.of());
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.metadata())
                    .containsOnlyKeys("cuvette.checkpoint")
                    .containsEntry(
                            "cuvette.checkpoint",
                            """
                            {"format":2,"configDigest":"digest","seed":7,"threads":1,\
                            "engine":"2.7.1","phases":[{"name":"fe","finished":false,"epoch":3,\
                            "step":2,"steps":14,"stoppedEarly":false,"optimizerSteps":{"fe":14},\
                            "methods":{"averaging":"ema"},\
                            "schedules":{"fe":"Constant"},"history":[{"epoch":0,"step":4,\
                            "metrics":{"fe.loss":0.30000000000000004}}],"runningMeans":\
                            {"fe.loss":{"total":0.3333333333333333,"weight":2.0}},\
                            "monitors":[{"best":"NaN","epochsSince":0}]}]}\
                            """);
        }
    }

    @Test
    void formatOneIsStillRead() throws IOException {
        Path file = folder.resolve("old.safetensors");
        new SafetensorsWriter()
                .metadata(
                        "cuvette.checkpoint",
                        """
                        {"format":1,"configDigest":"digest","seed":7,"threads":1,\
                        "engine":"2.7.1","phases":[{"name":"fe","finished":false,"epoch":3,\
                        "step":2,"steps":14,"stoppedEarly":false,"optimizerSteps":{"fe":14},\
                        "schedules":{},"history":[],"runningMeans":{},"monitors":[]}]}\
                        """)
                .writeTo(file);
        try (CheckpointFile old = CheckpointFile.open(file)) {
            PhaseState phase = old.header().phase("fe").orElseThrow();
            assertThat(phase.steps()).isEqualTo(14);
            assertThat(phase.methods()).isEmpty();
        }
    }

    @Test
    void otherFilesAndLaterFormatsAreRefused() throws IOException {
        Path plain = folder.resolve("plain.safetensors");
        new SafetensorsWriter().add("x", new float[] {1}, 1).writeTo(plain);
        assertThatThrownBy(() -> CheckpointFile.open(plain))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no checkpoint");
        Path later = folder.resolve("later.safetensors");
        new SafetensorsWriter()
                .metadata("cuvette.checkpoint", "{\"format\": 3, \"news\": true}")
                .writeTo(later);
        assertThatThrownBy(() -> CheckpointFile.open(later))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 3");
    }

    @Test
    void storeKeepsTheNewestThree() throws IOException {
        FileCheckpointStore store = new FileCheckpointStore(folder.resolve("store"));
        assertThat(store.newest()).isEmpty();
        for (int step = 1; step <= 12; step++) {
            store.save(step, file("checkpoint " + step));
        }
        assertThat(Files.readString(store.newest().orElseThrow())).isEqualTo("checkpoint 12");
        try (var files = Files.list(folder.resolve("store"))) {
            assertThat(files.map(f -> f.getFileName().toString().substring(0, 12)))
                    .containsExactlyInAnyOrder("000000000010", "000000000011", "000000000012");
        }
    }

    @Test
    void aDamagedNewestCheckpointFallsBackToTheOneBefore() throws IOException {
        FileCheckpointStore store = new FileCheckpointStore(folder.resolve("store"));
        store.save(1, file("first"));
        store.save(2, file("second"));
        store.save(3, file("third"));
        Path newest = store.newest().orElseThrow();
        try (RandomAccessFile truncated = new RandomAccessFile(newest.toFile(), "rw")) {
            truncated.setLength(3);
        }
        Path before = store.newest().orElseThrow();
        assertThat(Files.readString(before)).isEqualTo("second");
        Files.writeString(before, "sEcond");
        assertThat(Files.readString(store.newest().orElseThrow())).isEqualTo("first");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("made"), text);
    }
}
