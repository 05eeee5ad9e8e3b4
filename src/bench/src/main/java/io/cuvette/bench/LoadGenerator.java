package io.cuvette.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Clients that each send a request, wait for its answer, and send the next: latency at a fixed
 * number of clients, not at a fixed rate of requests.
 */
final class LoadGenerator implements AutoCloseable {

    /** Answers later than this are a failure of the measurement. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int DIGITS = 3;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newCachedThreadPool();

    /**
     * What the clients saw.
     *
     * @param failed answers with another status than 200
     * @param seconds measured
     */
    record Load(Histogram microseconds, long failed, double seconds) {

        double perSecond() {
            return microseconds.getTotalCount() / seconds;
        }

        double milliseconds(double percentile) {
            return microseconds.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** Sends for the warm-up, then for the measured time. */
    Load run(int clientCount, HttpRequest request, Duration warmUp, Duration measured)
            throws IOException, InterruptedException {
        rounds(clientCount, request, warmUp);
        return rounds(clientCount, request, measured);
    }

    private Load rounds(int clientCount, HttpRequest request, Duration time)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Callable<Load>> work = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            work.add(() -> client(request, end));
        }
        Histogram all = histogram();
        long failed = 0;
        for (Future<Load> future : clients.invokeAll(work)) {
            try {
                Load load = future.get();
                all.add(load.microseconds());
                failed += load.failed();
            } catch (ExecutionException e) {
                throw new IOException("a client failed: " + e.getCause(), e.getCause());
            }
        }
        return new Load(all, failed, (System.nanoTime() - begin) / 1e9);
    }

    private Load client(HttpRequest request, long end) throws IOException, InterruptedException {
        Histogram latencies = histogram();
        long failed = 0;
        do {
            long sent = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                latencies.recordValue((System.nanoTime() - sent) / 1_000);
            } else {
                failed++;
            }
        } while (System.nanoTime() < end);
        return new Load(latencies, failed, 0);
    }

    private static Histogram histogram() {
        return new Histogram(2 * DEADLINE.toNanos() / 1_000, DIGITS);
    }

    static Duration deadline() {
        return DEADLINE;
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
