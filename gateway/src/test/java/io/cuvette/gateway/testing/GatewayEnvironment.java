package io.cuvette.gateway.testing;

import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A real PostgreSQL, fake services and an issuer, and the configuration that names them. */
public final class GatewayEnvironment implements QuarkusTestResourceLifecycleManager {
    /** The origin whose pages may call. */
    public static final String PAGE = "https://lab.example";

    private EmbeddedPostgres postgres;
    private FakeServices services;

    @Override
    public Map<String, String> start() {
        try {
            return startAll();
        } catch (IOException
                | GeneralSecurityException
                | ExecutionException
                | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> startAll()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        Path target = Path.of("target").toAbsolutePath();
        Path home = Files.createTempDirectory(Files.createDirectories(target), "gateway-test");
        postgres = EmbeddedPostgres.at(home.resolve("postgres"), 0, target.resolve("postgres"));
        postgres.start();
        postgres.createDatabase("gateway");
        KeyPair internal = Keys.generate();
        KeyPair issuer = Keys.generate();
        services = new FakeServices((RSAPublicKey) issuer.getPublic()).start();

        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl("gateway"));
        config.put("quarkus.datasource.username", postgres.user());
        config.put("quarkus.datasource.password", postgres.password());
        config.put(
                "smallrye.jwt.sign.key.location",
                Keys.write(home.resolve("internal.pem"), "PRIVATE", internal.getPrivate())
                        .toUri()
                        .toString());
        config.put(
                "test.internal-public-key",
                Keys.write(home.resolve("internal.pub"), "PUBLIC", internal.getPublic())
                        .toString());
        config.put(
                "test.issuer-key",
                Keys.write(home.resolve("issuer.pem"), "PRIVATE", issuer.getPrivate()).toString());
        config.put("test.services", services.url());
        config.put("cuvette.gateway.initial-key-file", home.resolve("admin-key").toString());
        config.put("cuvette.gateway.key-cache", "1s");
        config.put("cuvette.gateway.oidc.issuer", services.url());
        config.put("cuvette.gateway.oidc.tenant-claim", "org/tenant");
        config.put("cuvette.gateway.oidc.role-claim", "realm_access/roles");
        config.put("quarkus.http.cors.enabled", "true");
        config.put("quarkus.http.cors.origins", PAGE);
        service(config, "training", services.url());
        service(config, "batch-correction", services.url());
        service(config, "reactor-model", services.url());
        // small and hasty
        service(config, "surrogate-sim", services.url());
        config.put("cuvette.gateway.model-cache", "3s");
        config.put("cuvette.gateway.services.surrogate-sim.max-body-size", "1K");
        config.put("cuvette.gateway.services.surrogate-sim.response-timeout", "500ms");
        // nobody there
        service(config, "embedding", "http://127.0.0.1:" + unusedPort());
        return config;
    }

    private static void service(Map<String, String> config, String name, String url) {
        config.put("cuvette.gateway.services." + name + ".url", url);
        if (!name.equals("training")) {
            config.put("cuvette.gateway.services." + name + ".prefixes", "/api/v1/" + name);
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        try {
            if (services != null) {
                services.close();
            }
            if (postgres != null) {
                postgres.stop();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
