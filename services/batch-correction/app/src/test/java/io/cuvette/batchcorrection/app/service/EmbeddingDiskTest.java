package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.modelcache.ModelLoadException;
import io.cuvette.service.modelcache.ModelLoadException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingDiskTest {

    @TempDir Path folder;

    /** Shares of models that nobody uses, oldest first. */
    private final Deque<EmbeddingDisk.Share> idle = new ArrayDeque<>();

    private EmbeddingDisk disk(long mostBytes) {
        return new EmbeddingDisk(
                mostBytes,
                () -> {
                    EmbeddingDisk.Share oldest = idle.poll();
                    if (oldest != null) {
                        oldest.close();
                    }
                    return oldest != null;
                });
    }

    @Test
    void asManyIdleModelsLeaveAsAreNeeded() throws IOException {
        EmbeddingDisk disk = disk(100);
        for (int i = 0; i < 4; i++) {
            idle.add(disk.take(folder, 25));
        }

        EmbeddingDisk.Share share = disk.take(folder, 40);

        assertThat(idle).hasSize(2);
        assertThat(disk.taken()).isEqualTo(90);
        share.close();
        share.close();
        assertThat(disk.taken()).isEqualTo(50);
    }

    @Test
    void modelsInUseKeepTheirShare() throws IOException {
        EmbeddingDisk disk = disk(100);
        EmbeddingDisk.Share used = disk.take(folder, 70);

        assertThatThrownBy(() -> disk.take(folder, 31))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_MEMORY));
        assertThat(disk.taken()).isEqualTo(70);
        used.close();
        disk.take(folder, 31);
        assertThat(disk.taken()).isEqualTo(31);
    }

    @Test
    void whatNeverFitsSendsNobodyAway() throws IOException {
        EmbeddingDisk disk = disk(100);
        idle.add(disk.take(folder, 10));

        assertThatThrownBy(() -> disk.take(folder, 101))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(idle).hasSize(1);
    }

    @Test
    void aDiskThatOthersFilledIsLeftAloneAndSendsNobodyAway() throws IOException {
        EmbeddingDisk disk = disk(Long.MAX_VALUE);
        idle.add(disk.take(folder, 10));

        // more than any disk of a test machine
        assertThatThrownBy(() -> disk.take(folder, 1L << 60))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_MEMORY));
        assertThat(idle).hasSize(1);
    }
}
