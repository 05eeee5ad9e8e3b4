package io.cuvette.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Someone who talks to the gateway under test. */
public final class Caller {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Optional<String> key;

    private Caller(Optional<String> key) {
        this.key = key;
    }

    /** With the key of the first start. */
    public static Caller admin() {
        try {
            Path file = Path.of(config("cuvette.gateway.initial-key-file"));
            return new Caller(Optional.of(Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Caller with(String key) {
        return new Caller(Optional.of(key));
    }

    public static Caller anonymous() {
        return new Caller(Optional.empty());
    }

    public static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    /** A request to the gateway with this caller's key. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(30));
        key.ifPresent(value -> request.header("X-Api-Key", value));
        return request;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<String> delete(String path) {
        return send(request(path).DELETE().build());
    }

    public static HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    public static <T> HttpResponse<T> send(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HttpClient client() {
        return CLIENT;
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + response.body(), e);
        }
    }

    /** Asks a fake service directly, past the gateway. */
    public static String atServices(String path) {
        return send(HttpRequest.newBuilder(URI.create(config("test.services") + path)).build())
                .body();
    }

    /**
     * Sends a request line exactly as written, which no client library would.
     *
     * @return the whole response
     */
    public String raw(String requestLine, String... headers) {
        return rawFrom(1, requestLine, headers);
    }

    /** As {@link #raw}, from address 127.0.0.{@code last}. */
    public String rawFrom(int last, String requestLine, String... headers) {
        try (Socket socket = connect(last)) {
            socket.setSoTimeout(10_000);
            write(socket, requestLine, headers);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder response = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                response.append(line).append('\n');
            }
            return response.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and hangs up without waiting for the answer. */
    public void sendAndHangUp(String requestLine, String... headers) throws IOException {
        try (Socket socket = connect(1)) {
            write(socket, requestLine, headers);
        }
    }

    private static Socket connect(int from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(loopback(from), 0));
        socket.connect(new InetSocketAddress(loopback(1), port()));
        return socket;
    }

    /** 127.0.0.{@code last}: on Linux the whole block 127.0.0.0/8 is this machine. */
    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private void write(Socket socket, String requestLine, String... headers) throws IOException {
        OutputStream out = socket.getOutputStream();
        StringBuilder text = new StringBuilder(requestLine).append("\r\n");
        text.append("Host: 127.0.0.1\r\nConnection: close\r\n");
        key.ifPresent(value -> text.append("X-Api-Key: ").append(value).append("\r\n"));
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
