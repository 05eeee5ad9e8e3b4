package io.cuvette.standalone.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service that can start, say that it is ready, show its environment, die and stop. Packed as a
 * runnable jar where the launcher looks for services.
 */
public final class FakeService {
    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        int port = Integer.parseInt(environment.get("QUARKUS_HTTP_PORT"));
        if (environment.containsKey("FAKE_FAILS_AT_START")) {
            System.out.println("cannot find the flux capacitor");
            System.exit(7);
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    String answer =
                            path.equals("/environment")
                                    ? new TreeMap<>(environment).toString()
                                    : "ready";
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () ->
                                        System.out.println(
                                                "stopped at " + System.currentTimeMillis())));
        server.start();
        System.out.println("listening on " + port);
    }
}
