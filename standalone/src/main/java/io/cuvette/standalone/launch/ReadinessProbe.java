package io.cuvette.standalone.launch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks over HTTP whether a service is ready. */
public final class ReadinessProbe {
    private static final int OK = 200;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    /** Whether it is ready now. */
    public boolean isReady(URI uri) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until it is ready.
     *
     * @param hopeless ends the wait early when true
     * @return whether it is ready
     */
    boolean await(URI uri, Duration limit, BooleanSupplier hopeless) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < until && !hopeless.getAsBoolean()) {
            if (isReady(uri)) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }
}
