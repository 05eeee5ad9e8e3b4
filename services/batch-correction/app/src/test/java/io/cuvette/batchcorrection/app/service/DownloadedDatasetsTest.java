package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DownloadedDatasetsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir Path parent;

    private final List<DownloadedDatasets.Key> fetched = new ArrayList<>();

    private DownloadedDatasets keeping(long mostBytes, Duration lifetime) {
        return new DownloadedDatasets(
                (key, target) -> {
                    fetched.add(key);
                    Files.writeString(target, key.datasetId());
                },
                parent,
                mostBytes,
                lifetime);
    }

    private static DownloadedDatasets.Key key(String tenant, String dataset, String content) {
        return new DownloadedDatasets.Key(
                new TenantId(tenant), dataset, Sha256.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static DownloadedDatasets.Key key(String dataset) {
        return key("lab", dataset, "bytes");
    }

    private static void use(DownloadedDatasets datasets, DownloadedDatasets.Key key, long size)
            throws IOException {
        try (DownloadedDatasets.Use use = datasets.open(key, size)) {
            assertThat(use.file()).hasContent(key.datasetId());
        }
    }

    @Test
    void aFileIsFetchedOnce() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            use(datasets, key("a"), 60);
            use(datasets, key("a"), 60);

            assertThat(fetched).containsExactly(key("a"));
            assertThat(datasets.bytes()).isEqualTo(60);
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void anotherTenantAndOtherBytesAreOtherFiles() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            use(datasets, key("lab", "a", "bytes"), 10);
            use(datasets, key("elsewhere", "a", "bytes"), 10);
            use(datasets, key("lab", "a", "other"), 10);

            assertThat(fetched).hasSize(3);
        }
    }

    @Test
    void theLeastRecentlyUsedLeavesFirst() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            use(datasets, key("a"), 40);
            use(datasets, key("b"), 40);
            use(datasets, key("a"), 40);
            use(datasets, key("c"), 40);
            fetched.clear();
            use(datasets, key("a"), 40);
            use(datasets, key("c"), 40);

            assertThat(fetched).isEmpty();
            assertThat(datasets.bytes()).isEqualTo(80);
            assertThat(parent.toFile().list()).hasSize(2);
            use(datasets, key("b"), 40);
            assertThat(fetched).containsExactly(key("b"));
        }
    }

    @Test
    void filesInUseStayAndWhatFindsNoRoomIsGoneAfterItsUse() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            use(datasets, key("idle"), 20);
            try (DownloadedDatasets.Use held = datasets.open(key("a"), 80)) {
                use(datasets, key("b"), 40);
                use(datasets, key("too large"), 101);

                assertThat(held.file()).hasContent("a");
                assertThat(datasets.bytes()).isEqualTo(100);
                assertThat(parent.toFile().list()).hasSize(2);
            }
            fetched.clear();
            use(datasets, key("a"), 80);
            use(datasets, key("idle"), 20);
            assertThat(fetched).isEmpty();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void twoWhoFetchTheSameKeepOneFile() throws IOException {
        DownloadedDatasets[] datasets = new DownloadedDatasets[1];
        datasets[0] =
                new DownloadedDatasets(
                        (key, target) -> {
                            fetched.add(key);
                            Files.writeString(target, key.datasetId());
                            if (fetched.size() == 1) {
                                use(datasets[0], key, 30);
                            }
                        },
                        parent,
                        100,
                        LONG);
        use(datasets[0], key("a"), 30);

        assertThat(fetched).hasSize(2);
        assertThat(datasets[0].bytes()).isEqualTo(30);
        assertThat(parent.toFile().list()).hasSize(1);
        datasets[0].close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aFailedDownloadLeavesNothing() {
        try (DownloadedDatasets datasets =
                new DownloadedDatasets(
                        (key, target) -> {
                            Files.writeString(target, "half");
                            throw new IOException("cut off");
                        },
                        parent,
                        100,
                        LONG)) {
            assertThatThrownBy(() -> use(datasets, key("a"), 10)).hasMessage("cut off");
            assertThat(datasets.bytes()).isZero();
            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    @Timeout(20)
    void whatNobodyUsesForTheLifetimeIsDeleted() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, Duration.ofMillis(20))) {
            use(datasets, key("a"), 60);
            while (parent.toFile().list().length > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            assertThat(datasets.bytes()).isZero();
            use(datasets, key("a"), 60);
            assertThat(fetched).hasSize(2);
        }
    }

    @Test
    void closingDeletesWhatIsInUseWithTheEndOfItsUse() throws IOException {
        DownloadedDatasets datasets = keeping(100, LONG);
        DownloadedDatasets.Use held = datasets.open(key("a"), 60);
        datasets.close();

        assertThat(held.file()).hasContent("a");
        held.close();
        held.close();
        assertThat(parent).isEmptyDirectory();
        use(datasets, key("a"), 60);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAFormerProcessLeftIsDeleted() throws IOException {
        Path left = Files.createDirectories(parent.resolve("dataset123/deeper"));
        Files.writeString(left.resolve("dataset"), "of a donor");
        Files.writeString(parent.resolve("half"), "of a donor");
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            datasets.sweep();

            assertThat(parent).isEmptyDirectory();
            use(datasets, key("a"), 60);
        }
    }

    @Test
    void nothingToSweepIsNoFailure() throws IOException {
        Path absent = parent.resolve("absent");
        try (DownloadedDatasets datasets =
                new DownloadedDatasets((key, target) -> {}, absent, 100, LONG)) {
            datasets.sweep();
        }
        assertThat(absent).doesNotExist();
    }

    @Test
    void aForgottenDatasetIsGoneAtOnceAndNoOther() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            use(datasets, key("a"), 20);
            use(datasets, key("lab", "a", "other"), 20);
            use(datasets, key("b"), 20);
            use(datasets, key("elsewhere", "a", "bytes"), 20);
            datasets.forget(new TenantId("lab"), "a");

            assertThat(datasets.bytes()).isEqualTo(40);
            assertThat(parent.toFile().list()).hasSize(2);
            fetched.clear();
            use(datasets, key("b"), 20);
            use(datasets, key("elsewhere", "a", "bytes"), 20);
            assertThat(fetched).isEmpty();
        }
    }

    @Test
    void aForgottenDatasetInUseIsGoneAfterIt() throws IOException {
        try (DownloadedDatasets datasets = keeping(100, LONG)) {
            try (DownloadedDatasets.Use held = datasets.open(key("a"), 60)) {
                datasets.forget(new TenantId("lab"), "a");

                assertThat(held.file()).hasContent("a");
                assertThat(datasets.bytes()).isZero();
            }
            assertThat(parent).isEmptyDirectory();
        }
    }
}
