package io.cuvette.service.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadedDatasetsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir Path parent;

    private final List<DownloadedDatasets.Key> fetched =
            Collections.synchronizedList(new ArrayList<>());

    private DownloadedDatasets keeping(long mostBytes, Duration lifetime) {
        return new DownloadedDatasets(
                this::fetch, (folder, bytes) -> {}, parent, mostBytes, lifetime);
    }

    private void fetch(DownloadedDatasets.Key key, Path target) throws IOException {
        fetched.add(key);
        Files.writeString(target, key.datasetId());
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

    @ParameterizedTest
    @ValueSource(longs = {100, 10})
    @Timeout(20)
    void whoAsksForAFileUnderWayGetsIt(long mostBytes) throws Exception {
        Held held = new Held();
        try (DownloadedDatasets datasets = held.keeping(mostBytes)) {
            Asking first = new Asking(datasets, key("a"), 30);
            held.started.await();
            Asking second = new Asking(datasets, key("a"), 30);
            second.awaitWaiting();
            use(datasets, key("b"), 5);
            held.finish.countDown();

            first.result.get(10, TimeUnit.SECONDS).close();
            try (DownloadedDatasets.Use other = second.result.get(10, TimeUnit.SECONDS)) {
                assertThat(other.file()).hasContent("a");
            }
            assertThat(fetched).containsExactlyInAnyOrder(key("a"), key("b"));
            assertThat(datasets.bytes()).isEqualTo(mostBytes == 100 ? 35 : 5);
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    @Timeout(20)
    void aFailureIsThatOfAllWhoWaitAndIsNotKept() throws Exception {
        Held held = new Held();
        held.failing = true;
        try (DownloadedDatasets datasets = held.keeping(100)) {
            Asking first = new Asking(datasets, key("a"), 30);
            held.started.await();
            Asking second = new Asking(datasets, key("a"), 30);
            second.awaitWaiting();
            held.finish.countDown();

            for (Asking asking : List.of(first, second)) {
                assertThatThrownBy(() -> asking.result.get(10, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(IOException.class);
            }
            assertThat(fetched).containsExactly(key("a"));
            held.failing = false;
            use(datasets, key("a"), 30);
            assertThat(datasets.bytes()).isEqualTo(30);
        }
    }

    @Test
    @Timeout(20)
    void whatIsForgottenWhileItComesIsNotKept() throws Exception {
        Held held = new Held();
        try (DownloadedDatasets datasets = held.keeping(100)) {
            Asking asking = new Asking(datasets, key("a"), 30);
            held.started.await();
            datasets.forget(new TenantId("lab"), "a");
            held.finish.countDown();
            asking.result.get(10, TimeUnit.SECONDS).close();

            assertThat(datasets.bytes()).isZero();
            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    @Timeout(20)
    void whoStopsWaitingHoldsNothing() throws Exception {
        Held held = new Held();
        try (DownloadedDatasets datasets = held.keeping(10)) {
            Asking first = new Asking(datasets, key("a"), 30);
            held.started.await();
            Asking second = new Asking(datasets, key("a"), 30);
            second.awaitWaiting();
            second.thread.interrupt();
            assertThatThrownBy(() -> second.result.get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("stopping");
            held.finish.countDown();
            first.result.get(10, TimeUnit.SECONDS).close();

            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    void idleFilesMakeRoomOnTheDisk() throws IOException {
        try (DownloadedDatasets datasets = onADiskOf(100)) {
            use(datasets, key("idle"), 40);
            try (DownloadedDatasets.Use held = datasets.open(key("held"), 30)) {
                use(datasets, key("b"), 60);

                assertThat(held.file()).hasContent("held");
                assertThat(datasets.bytes()).isEqualTo(90);
                assertThat(fetched).containsExactly(key("idle"), key("held"), key("b"));
            }
        }
    }

    @Test
    void aDiskThatStaysShortIsToldAndNothingIsFetched() throws IOException {
        try (DownloadedDatasets datasets = onADiskOf(100)) {
            use(datasets, key("idle"), 20);
            try (DownloadedDatasets.Use held = datasets.open(key("held"), 30)) {
                assertThatThrownBy(() -> datasets.open(key("b"), 80))
                        .isInstanceOf(UncheckedIOException.class);

                assertThat(held.file()).hasContent("held");
                assertThat(datasets.bytes()).isEqualTo(30);
                assertThat(parent.toFile().list()).hasSize(1);
                assertThat(fetched).containsExactly(key("idle"), key("held"));
            }
        }
    }

    @Test
    void aDownloadThatTheDiskCutsOffIsTriedOnceMoreWhereRoomWasMade() throws IOException {
        try (DownloadedDatasets datasets =
                new DownloadedDatasets(
                        (key, target) -> {
                            fetch(key, target);
                            if (key.equals(key("b"))) {
                                throw new IOException("no space left");
                            }
                        },
                        (folder, bytes) -> {},
                        parent,
                        100,
                        LONG)) {
            use(datasets, key("a"), 20);
            assertThatThrownBy(() -> datasets.open(key("b"), 20)).hasMessage("no space left");
            assertThat(fetched).containsExactly(key("a"), key("b"), key("b"));
            fetched.clear();
            assertThatThrownBy(() -> datasets.open(key("b"), 20)).hasMessage("no space left");
            assertThat(fetched).containsExactly(key("b"));
            assertThat(parent).isEmptyDirectory();
        }
    }

    @Test
    @Timeout(20)
    void filesUnderWayCountForTheDisk() throws Exception {
        Held held = new Held();
        List<Long> required = new ArrayList<>();
        held.disk = (folder, bytes) -> required.add(bytes);
        try (DownloadedDatasets datasets = held.keeping(100)) {
            Asking asking = new Asking(datasets, key("a"), 30);
            held.started.await();
            use(datasets, key("b"), 20);
            held.finish.countDown();
            asking.result.get(10, TimeUnit.SECONDS).close();
            use(datasets, key("c"), 10);

            // of a's 30 bytes one is written
            assertThat(required).containsExactly(30L, 49L, 10L);
        }
    }

    /** A disk that is full when kept files and the next one are more than this. */
    private DownloadedDatasets onADiskOf(long size) {
        DownloadedDatasets[] datasets = new DownloadedDatasets[1];
        datasets[0] =
                new DownloadedDatasets(
                        this::fetch,
                        (folder, bytes) -> {
                            if (datasets[0].bytes() + bytes > size) {
                                throw new UncheckedIOException(new IOException("full"));
                            }
                        },
                        parent,
                        1_000,
                        LONG);
        return datasets[0];
    }

    /** The download of dataset a waits until it is told to finish. */
    private final class Held {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch finish = new CountDownLatch(1);
        private volatile boolean failing;
        private DownloadedDatasets.Disk disk = (folder, bytes) -> {};

        DownloadedDatasets keeping(long mostBytes) {
            return new DownloadedDatasets(this::hold, disk, parent, mostBytes, LONG);
        }

        private void hold(DownloadedDatasets.Key key, Path target) throws IOException {
            fetch(key, target);
            if (key.datasetId().equals("a")) {
                started.countDown();
                try {
                    finish.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                if (failing) {
                    throw new IOException("cut off");
                }
            }
        }
    }

    /** A request in a thread of its own. */
    private static final class Asking {
        private final CompletableFuture<DownloadedDatasets.Use> result = new CompletableFuture<>();
        private final Thread thread;

        Asking(DownloadedDatasets datasets, DownloadedDatasets.Key key, long size) {
            thread =
                    new Thread(
                            () -> {
                                try {
                                    result.complete(datasets.open(key, size));
                                } catch (IOException | RuntimeException e) {
                                    result.completeExceptionally(e);
                                }
                            });
            thread.start();
        }

        void awaitWaiting() {
            while (thread.getState() != Thread.State.WAITING) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    @Test
    void aFailedDownloadLeavesNothing() {
        try (DownloadedDatasets datasets =
                new DownloadedDatasets(
                        (key, target) -> {
                            Files.writeString(target, "half");
                            throw new IOException("cut off");
                        },
                        (folder, bytes) -> {},
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
                new DownloadedDatasets(
                        (key, target) -> {}, (folder, bytes) -> {}, absent, 100, LONG)) {
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
