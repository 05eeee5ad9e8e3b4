package io.cuvette.training.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.training.app.worker.protocol.CostReport;
import io.cuvette.training.app.worker.protocol.ProgressReport;
import io.cuvette.training.core.accounting.EnergySource;
import io.cuvette.training.core.accounting.JobAccount;
import io.cuvette.training.core.accounting.JobMeter;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<ProgressReport> reports = new CopyOnWriteArrayList<>();
    private final FakeMeter meter = new FakeMeter();

    /** Each reading is a joule more. */
    private static final class FakeMeter implements JobMeter {
        private final AtomicInteger readings = new AtomicInteger();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private long samples;

        @Override
        public void processed(long more) {
            samples += more;
        }

        @Override
        public JobAccount read() {
            int joules = readings.incrementAndGet();
            try {
                assertThat(gate.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new JobAccount(joules, 0, Set.of(EnergySource.RAPL), 0, 1, 0, samples);
        }
    }

    private ProgressReporter reporter(Duration quiet) {
        return new ProgressReporter(
                reports::add, meter, new ProgressReporter.Pace(Duration.ofMillis(5), quiet));
    }

    private ProgressReport newest() {
        return reports.get(reports.size() - 1);
    }

    @Test
    void theMeterIsReadInEachIntervalThoughNothingIsReported() {
        try (ProgressReporter reporter = reporter(NEVER)) {
            await().atMost(LIMIT).until(() -> meter.readings.get() >= 10);

            assertThat(reports).isEmpty();
            assertThat(reporter.metrics()).isEmpty();
        }
    }

    @Test
    void aQuietPhaseReportsItsCostAgainAndAgain() {
        try (ProgressReporter reporter = reporter(Duration.ofMillis(20))) {
            reporter.processed(3);
            reporter.processed(4);
            await().atMost(LIMIT).until(() -> reports.size() >= 3);
        }

        CostReport cost = reports.get(2).cost().orElseThrow();
        assertThat(cost.samples()).isEqualTo(7);
        assertThat(cost.joules()).isGreaterThan(reports.get(0).cost().orElseThrow().joules());
        assertThat(reports.get(2).phase()).isEqualTo("start");
    }

    @Test
    void theLastWordsOfARunHaveItsCost() throws InterruptedException {
        try (ProgressReporter reporter = reporter(NEVER)) {
            reporter.flush();
            reporter.processed(5);
            reporter.flush();
        }

        assertThat(reports).hasSize(2);
        assertThat(newest().cost().orElseThrow().samples()).isEqualTo(5);
    }

    @Test
    void aMeterThatBlocksHoldsNobodyUp() {
        meter.gate = new CountDownLatch(1);
        try (ProgressReporter reporter = reporter(NEVER)) {
            await().atMost(LIMIT).until(() -> meter.readings.get() >= 1);

            reporter.processed(2);
            reporter.progress(0.5, "train", Map.of("loss", 1.0));
            assertThat(reporter.metrics()).containsEntry("loss", 1.0);
            assertThat(reports).isEmpty();

            meter.gate.countDown();
            await().atMost(LIMIT).until(() -> !reports.isEmpty());
            assertThat(newest().percentage()).isEqualTo(50);
        }
    }

    @Test
    void whatWasNotDeliveredIsSentAgain() {
        AtomicReference<ProgressReport> lost = new AtomicReference<>();
        ProgressReporter.Delivery flaky =
                report -> {
                    if (lost.compareAndSet(null, report)) {
                        throw new IOException("away");
                    }
                    reports.add(report);
                };
        try (ProgressReporter reporter =
                new ProgressReporter(
                        flaky, meter, new ProgressReporter.Pace(Duration.ofMillis(5), NEVER))) {
            reporter.message("early stop");
            await().atMost(LIMIT).until(() -> !reports.isEmpty());
        }

        assertThat(lost.get().messages()).containsExactly("early stop");
        assertThat(reports.get(0).messages()).containsExactly("early stop");
    }

    @Test
    void aMetricWithTooLongANameIsLeftOutAndTheJobIsToldOnce() throws InterruptedException {
        String fits = "m".repeat(100);
        String tooLong = "n".repeat(101);
        try (ProgressReporter reporter = reporter(NEVER)) {
            reporter.progress(0.1, "train", Map.of(fits, 1.0, tooLong, 2.0));
            reporter.progress(0.2, "train", Map.of(tooLong, 3.0, "o".repeat(5000), 4.0));
            reporter.flush();

            assertThat(reporter.metrics()).containsOnly(Map.entry(fits, 1.0));
        }

        List<String> messages = reports.stream().flatMap(r -> r.messages().stream()).toList();
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0))
                .startsWith("The metric " + tooLong + " is left out: its name has 101 characters");
        assertThat(newest().metrics()).containsOnly(Map.entry(fits, 1.0));
    }

    @Test
    void metricsBeyondTheMostAreLeftOutAndTheJobIsToldOnce() throws InterruptedException {
        Map<String, Double> most = new HashMap<>();
        for (int i = 0; i < ProgressReport.MAX_METRICS; i++) {
            most.put("metric" + i, (double) i);
        }
        try (ProgressReporter reporter = reporter(NEVER)) {
            reporter.progress(0.1, "train", most);
            reporter.progress(0.2, "train", Map.of("late", 1.0));
            reporter.progress(0.3, "train", Map.of("later", 1.0, "metric7", -7.0));
            reporter.flush();
        }

        assertThat(newest().metrics()).hasSize(500).containsEntry("metric7", -7.0);
        assertThat(newest().metrics()).doesNotContainKeys("late", "later");
        assertThat(reports.stream().flatMap(r -> r.messages().stream()))
                .singleElement()
                .asString()
                .startsWith("The metric late is left out: there are 500 others already");
    }

    @Test
    void valuesThatAreNotFiniteAreLeftOutWithoutAWord() throws InterruptedException {
        try (ProgressReporter reporter = reporter(NEVER)) {
            reporter.progress(0.1, "train", Map.of("loss", Double.NaN, "norm", 2.0));
            reporter.flush();
        }

        assertThat(newest().metrics()).containsOnly(Map.entry("norm", 2.0));
        assertThat(newest().messages()).isEmpty();
    }
}
