package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 store inside this process, its objects as files of a folder. It listens on loopback only
 * and takes only requests signed with AWS Signature V4.
 *
 * <p>Not supported, so not to be relied on by anyone: tags, versions, lifecycle, and keys {@code a}
 * and {@code a/b} at once.
 */
public final class EmbeddedObjectStore implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    /** Largest object the server buffers to check the signature of its bytes. */
    private static final long BUFFERED_REQUEST_BYTES = 64L << 20;

    /** S3's own limit of one PUT. */
    private static final long SINGLE_PART_BYTES = 5L << 30;

    private static final int MAXIMUM_THREADS = 64;

    /** No waiting for keep-alive connections; a cut write leaves nothing, as files are renamed. */
    private static final long STOP_MILLIS = 0;

    /** Bucket names of S3, without dots. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    private final Path folder;
    private final Credentials credentials;
    private final String bucket;
    private final BrowserOrigins browsers;
    private int port;
    private FolderLock lock;
    private S3Proxy server;

    /**
     * What a client signs with.
     *
     * @param secretKey at least 8 characters, as S3 clients demand
     */
    public record Credentials(String accessKey, String secretKey) {
        public Credentials {
            if (accessKey.length() < 3 || secretKey.length() < 8) {
                throw new IllegalArgumentException(
                        "the access key needs at least 3 characters and the secret key 8");
            }
        }

        @Override
        public String toString() {
            return "Credentials[accessKey=" + accessKey + ", secretKey=(hidden)]";
        }
    }

    private EmbeddedObjectStore(
            Path folder,
            int port,
            Credentials credentials,
            String bucket,
            BrowserOrigins browsers) {
        Ports.requireValid(port);
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    "bucket name '%s' does not match %s".formatted(bucket, BUCKET.pattern()));
        }
        this.folder = folder.toAbsolutePath().normalize();
        this.port = port;
        this.credentials = credentials;
        this.bucket = bucket;
        this.browsers = browsers;
    }

    /**
     * A store that is not started yet.
     *
     * @param folder where the objects lie; made when absent
     * @param port 1 to 65535, or 0 for a free one, which later restarts keep
     * @param bucket made at start when absent
     */
    public static EmbeddedObjectStore at(
            Path folder, int port, Credentials credentials, String bucket) {
        return at(folder, port, credentials, bucket, BrowserOrigins.NONE);
    }

    /**
     * A store that is not started yet.
     *
     * @param browsers origins whose pages may use presigned addresses and read each part's ETag
     */
    public static EmbeddedObjectStore at(
            Path folder,
            int port,
            Credentials credentials,
            String bucket,
            BrowserOrigins browsers) {
        return new EmbeddedObjectStore(folder, port, credentials, bucket, browsers);
    }

    /** {@link #at}, started. */
    public static EmbeddedObjectStore open(
            Path folder, int port, Credentials credentials, String bucket) throws IOException {
        EmbeddedObjectStore store = at(folder, port, credentials, bucket);
        store.start();
        return store;
    }

    /**
     * Starts the server; does nothing when it runs. After {@link #stop()} it comes back on the same
     * port with the same objects.
     *
     * @throws IOException when another process owns the folder or the port is taken
     */
    public synchronized void start() throws IOException {
        if (server != null) {
            return;
        }
        Files.createDirectories(folder.resolve(bucket));
        lock = FolderLock.acquire(folder, ".owner.lock");
        try {
            int listenPort = port != 0 ? port : Ports.findFree();
            Ports.requireFree(listenPort, "the object store");
            server = launch(listenPort);
            port = listenPort;
        } catch (IOException | RuntimeException e) {
            release();
            throw e;
        }
    }

    /** Stops the server; running requests are cut off. The objects stay. */
    public synchronized void stop() throws IOException {
        S3Proxy running = server;
        server = null;
        try {
            if (running != null) {
                running.stop();
            }
        } catch (Exception e) {
            throw asIo("cannot stop the object store", e);
        } finally {
            release();
        }
    }

    /** {@link #stop()}, so that it fits try-with-resources. */
    @Override
    public void close() throws IOException {
        stop();
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Port on loopback; 0 before the first start when none was fixed. */
    public synchronized int port() {
        return port;
    }

    /** Where clients connect, path style. */
    public URI endpoint() {
        return URI.create("http://%s:%d".formatted(LOOPBACK, port()));
    }

    public Credentials credentials() {
        return credentials;
    }

    public String bucket() {
        return bucket;
    }

    /** The region clients sign for; the server takes any. */
    public String region() {
        return "us-east-1";
    }

    private S3Proxy launch(int listenPort) throws IOException {
        S3Proxy proxy =
                S3Proxy.builder()
                        .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                        .endpoint(URI.create("http://%s:%d".formatted(LOOPBACK, listenPort)))
                        .awsAuthentication(
                                AuthenticationType.AWS_V4,
                                credentials.accessKey(),
                                credentials.secretKey())
                        .v4MaxNonChunkedRequestSize(BUFFERED_REQUEST_BYTES)
                        .maxSinglePartObjectSize(SINGLE_PART_BYTES)
                        .ignoreUnknownHeaders(true)
                        .corsRules(corsRules())
                        .jettyMaxThreads(MAXIMUM_THREADS)
                        .stopTimeout(STOP_MILLIS)
                        .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw asIo("cannot start the object store on port " + listenPort, e);
        }
        return proxy;
    }

    /** What a page needs to PUT parts and GET pieces of an object. */
    private CrossOriginResourceSharing corsRules() {
        if (browsers.isEmpty()) {
            return CrossOriginResourceSharing.disabled();
        }
        return new CrossOriginResourceSharing(
                // the server takes patterns
                browsers.values().stream().map(Pattern::quote).toList(),
                List.of("GET", "HEAD", "PUT"),
                List.of("content-type", "content-md5", "range"),
                List.of("ETag", "Content-Length", "Content-Range"),
                "");
    }

    private void release() throws IOException {
        FolderLock held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }

    private static IOException asIo(String message, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new IOException(message, cause);
    }
}
