package io.cuvette.standalone.config;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables of each service, as docs/contracts.md names them. */
public final class Environments {
    private final Settings settings;
    private final Secrets secrets;
    private final DatabaseAccess database;
    private final URI store;

    /** How services reach PostgreSQL; {@code url} ends where the database's name begins. */
    public record DatabaseAccess(String url, String user, String password) {
        @Override
        public String toString() {
            return "DatabaseAccess[url=" + url + ", user=" + user + ", password=(hidden)]";
        }
    }

    public Environments(Settings settings, Secrets secrets, DatabaseAccess database, URI store) {
        this.settings = settings;
        this.secrets = secrets;
        this.database = database;
        this.store = store;
    }

    /** The variables of one service. */
    public Map<String, String> of(ServiceKind kind) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(settings.ports().of(kind)));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        switch (kind) {
            case GATEWAY -> addGateway(environment);
            case TRAINING -> {
                addDatabase(environment, "training");
                addService(environment);
                environment.put("CUVETTE_WORKER_FOLDER", settings.data().workers().toString());
                environment.put("CUVETTE_WORKER_CALLBACK_URL", settings.ports().url(kind));
            }
            case REACTOR_MODEL -> {
                addDatabase(environment, "reactor_model");
                addService(environment);
                environment.put("CUVETTE_TRAINING_URL", settings.ports().url(ServiceKind.TRAINING));
            }
            case BATCH_CORRECTION -> {
                addService(environment);
                environment.put("CUVETTE_TRAINING_URL", settings.ports().url(ServiceKind.TRAINING));
            }
        }
        return environment;
    }

    private void addGateway(Map<String, String> environment) {
        addDatabase(environment, "gateway");
        environment.put("SMALLRYE_JWT_SIGN_KEY_LOCATION", secrets.signKey().toUri().toString());
        environment.put("CUVETTE_GATEWAY_INITIAL_KEY_FILE", settings.data().adminKey().toString());
        if (!settings.browsers().isEmpty()) {
            environment.put("QUARKUS_HTTP_CORS_ENABLED", "true");
            environment.put(
                    "QUARKUS_HTTP_CORS_ORIGINS", String.join(",", settings.browsers().values()));
        }
        for (ServiceKind service : ServiceKind.values()) {
            if (service != ServiceKind.GATEWAY) {
                String name = service.label().toUpperCase(Locale.ROOT).replace('-', '_');
                // An empty URL tells the gateway that the service is not there.
                environment.put(
                        "CUVETTE_GATEWAY_SERVICES_" + name + "_URL",
                        service.exists(settings.services()) ? settings.ports().url(service) : "");
            }
        }
    }

    private void addDatabase(Map<String, String> environment, String name) {
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.url() + name);
        environment.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    }

    private void addService(Map<String, String> environment) {
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", secrets.verifyKey().toUri().toString());
        environment.put("CUVETTE_STORE_ENDPOINT", store.toString());
        environment.put("CUVETTE_STORE_PUBLIC_ENDPOINT", store.toString());
        environment.put("CUVETTE_STORE_ACCESS_KEY", secrets.store().accessKey());
        environment.put("CUVETTE_STORE_SECRET_KEY", secrets.store().secretKey());
        environment.put("CUVETTE_STORE_REGION", "us-east-1");
        environment.put("CUVETTE_STORE_BUCKET", BUCKET);
        environment.put("DJL_OFFLINE", "true");
        environment.put("DJL_CACHE_DIR", settings.data().engine().toString());
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
    }

    /** The bucket every service uses. */
    public static final String BUCKET = "cuvette";
}
