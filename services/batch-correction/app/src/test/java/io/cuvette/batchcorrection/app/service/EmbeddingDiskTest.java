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

    private boolean evictIdle() {
        EmbeddingDisk.Share oldest = idle.poll();
        if (oldest != null) {
            oldest.close();
        }
        return oldest != null;
    }

    private EmbeddingDisk.Share take(EmbeddingDisk disk, long bytes) throws IOException {
        return disk.take(folder, bytes, this::evictIdle);
    }

    @Test
    void asManyIdleModelsLeaveAsAreNeeded() throws IOException {
        EmbeddingDisk disk = new EmbeddingDisk(100);
        for (int i = 0; i < 4; i++) {
            idle.add(take(disk, 25));
        }

        EmbeddingDisk.Share share = take(disk, 40);

        assertThat(idle).hasSize(2);
        assertThat(disk.taken()).isEqualTo(90);
        share.close();
        share.close();
        assertThat(disk.taken()).isEqualTo(50);
    }

    @Test
    void modelsInUseKeepTheirShare() throws IOException {
        EmbeddingDisk disk = new EmbeddingDisk(100);
        EmbeddingDisk.Share used = take(disk, 70);

        assertThatThrownBy(() -> take(disk, 31))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_MEMORY));
        assertThat(disk.taken()).isEqualTo(70);
        used.close();
        take(disk, 31);
        assertThat(disk.taken()).isEqualTo(31);
    }

    @Test
    void whatNeverFitsSendsNobodyAway() throws IOException {
        EmbeddingDisk disk = new EmbeddingDisk(100);
        idle.add(take(disk, 10));

        assertThatThrownBy(() -> take(disk, 101))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(idle).hasSize(1);
    }

    @Test
    void aDiskThatOthersFilledIsLeftAloneAndSendsNobodyAway() throws IOException {
        EmbeddingDisk disk = new EmbeddingDisk(Long.MAX_VALUE);
        idle.add(take(disk, 10));

        // more than any disk of a test machine
        assertThatThrownBy(() -> take(disk, 1L << 60))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_MEMORY));
        assertThat(idle).hasSize(1);
    }
}
