package io.cuvette.service.inference.batching;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** {@code cuvette.inference.batch.*}, over all models: a tag for each would grow without bound. */
public final class BatchMetrics {

    private final DistributionSummary requests;
    private final DistributionSummary rows;
    private final Timer wait;
    private final Counter overloaded;
    private final Counter retriedAlone;

    public BatchMetrics(MeterRegistry registry) {
        requests =
                DistributionSummary.builder("cuvette.inference.batch.requests")
                        .description("Requests in a batch")
                        .register(registry);
        rows =
                DistributionSummary.builder("cuvette.inference.batch.rows")
                        .description("Rows in a batch")
                        .register(registry);
        wait =
                Timer.builder("cuvette.inference.batch.wait")
                        .description("Time a request waited for its batch")
                        .register(registry);
        overloaded =
                Counter.builder("cuvette.inference.batch.overloaded")
                        .description("Requests refused because the queue was full")
                        .register(registry);
        retriedAlone =
                Counter.builder("cuvette.inference.batch.retried.alone")
                        .description("Requests computed alone after their batch failed")
                        .register(registry);
    }

    void batch(int requestCount, int rowCount) {
        requests.record(requestCount);
        rows.record(rowCount);
    }

    void waited(long duration, TimeUnit unit) {
        wait.record(duration, unit);
    }

    void overloaded() {
        overloaded.increment();
    }

    void retriedAlone(int count) {
        retriedAlone.increment(count);
    }
}
