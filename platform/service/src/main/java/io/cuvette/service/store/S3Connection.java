package io.cuvette.service.store;

import io.minio.CreateMultipartUploadArgs;
import io.minio.MinioAsyncClient;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The client library's connections, with our deadlines and retries around every call. One pool
 * serves three clients: for calls, for streams that are read long after their headers came, and for
 * signing URLs that begin with the public address.
 */
final class S3Connection implements AutoCloseable {

    /** OkHttp's default of 5 a host would queue everything behind a few open streams. */
    private static final int PARALLEL_CALLS = 64;

    /** A call's own limit ends it first; this one guards against a lost callback. */
    private static final Duration CALLBACK_MARGIN = Duration.ofSeconds(5);

    private final ExecutorService threads;
    private final OkHttpClient http;
    private final MinioAsyncClient calls;
    private final MinioAsyncClient streams;
    private final MinioAsyncClient signer;
    private final StoreTimeouts timeouts;
    private final Retry retry;

    S3Connection(StoreConfig config) {
        timeouts = config.timeouts();
        retry = new Retry(timeouts.attempts(), timeouts.backoff());
        threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, "object-store");
                            thread.setDaemon(true);
                            return thread;
                        });
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(PARALLEL_CALLS);
        dispatcher.setMaxRequestsPerHost(PARALLEL_CALLS);
        http =
                new OkHttpClient.Builder()
                        .dispatcher(dispatcher)
                        .connectTimeout(timeouts.connect())
                        .readTimeout(timeouts.idle())
                        .writeTimeout(timeouts.idle())
                        .followRedirects(false)
                        .build();
        calls =
                client(
                        config,
                        config.endpoint(),
                        http.newBuilder().callTimeout(timeouts.call()).build());
        streams = client(config, config.endpoint(), http);
        signer = client(config, config.publicEndpoint(), http);
    }

    /** One call of the client library; its errors may be thrown at once or come with the future. */
    @FunctionalInterface
    interface Call<T> {
        CompletableFuture<T> start(MinioAsyncClient client) throws Exception;
    }

    /**
     * Runs a call that may be repeated, to its end.
     *
     * @param what the call and its key, for messages
     */
    <T> T call(String what, Call<T> call) {
        return retry.call(uncertain -> attempt(what, call));
    }

    /** Begins a multipart upload and gives its id. */
    String beginUpload(String bucket, ObjectKey key) {
        return call(
                        "begin upload of " + key,
                        client ->
                                client.createMultipartUpload(
                                        CreateMultipartUploadArgs.builder()
                                                .bucket(bucket)
                                                .object(key.value())
                                                .build()))
                .result()
                .uploadId();
    }

    /** Repeats an attempt that makes several calls, or looks at what an earlier one did. */
    <T> T retry(Retry.Attempt<T> attempt) {
        return retry.call(attempt);
    }

    /** One attempt; waits for the whole answer. */
    <T> T attempt(String what, Call<T> call) {
        try {
            return await(call.start(calls));
        } catch (Exception e) {
            throw translate(what, e);
        }
    }

    /** One attempt whose error the caller wants to see as the library threw it. */
    <T> T attemptRaw(Call<T> call) throws Exception {
        return await(call.start(calls));
    }

    /** Waits for the headers only; the body has the idle limit between its pieces. */
    <T> T open(String what, Call<T> call) {
        return retry.call(
                uncertain -> {
                    try {
                        return await(call.start(streams));
                    } catch (Exception e) {
                        throw translate(what, e);
                    }
                });
    }

    /** For URLs of the public address; signing makes no request. */
    MinioAsyncClient signer() {
        return signer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.connectionPool().evictAll();
    }

    static StoreException translate(String what, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new StoreUnavailableException(what + ": interrupted", e);
        }
        if (e instanceof TimeoutException) {
            return new StoreUnavailableException(
                    what + ": the object store does not answer in time", e);
        }
        return StoreErrors.translate(what, e);
    }

    private <T> T await(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return future.get(
                    timeouts.call().plus(CALLBACK_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException e) {
            future.cancel(true);
            throw e;
        }
    }

    private static MinioAsyncClient client(StoreConfig config, URI endpoint, OkHttpClient http) {
        MinioAsyncClient client =
                MinioAsyncClient.builder()
                        .endpoint(endpoint.toString())
                        .region(config.region())
                        .credentials(config.accessKey(), config.secretKey())
                        .httpClient(http)
                        .build();
        // path style: the embedded store, Ceph and MinIO have no host name a bucket
        client.disableVirtualStyleEndpoint();
        return client;
    }
}
