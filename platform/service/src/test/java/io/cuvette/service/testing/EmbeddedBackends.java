package io.cuvette.service.testing;

import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A real PostgreSQL and S3 store for a {@code @QuarkusTest}, with every key of docs/contracts.md
 * set: {@code @QuarkusTestResource(EmbeddedBackends.class)}. A database is made for each start.
 * Fields of the test of type {@link EmbeddedPostgres} and {@link EmbeddedObjectStore} get the
 * servers, to stop and start them.
 */
public class EmbeddedBackends implements QuarkusTestResourceLifecycleManager {

    private static final String BUCKET = "cuvette";
    private static final String DATABASE = "service";

    private Path home;
    private EmbeddedPostgres postgres;
    private EmbeddedObjectStore store;

    @Override
    public Map<String, String> start() {
        home = TestFolders.ofThisProcess().resolve(UUID.randomUUID().toString());
        try {
            postgres =
                    EmbeddedPostgres.at(
                            home.resolve("postgres"), 0, TestFolders.postgresBinaries());
            postgres.start();
            postgres.createDatabase(DATABASE);
            store =
                    EmbeddedObjectStore.open(
                            home.resolve("store"),
                            0,
                            new EmbeddedObjectStore.Credentials("test-access", "test-secret-key"),
                            BUCKET);
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException("test servers do not start", e);
        }
        return configuration();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(EmbeddedPostgres.class));
        injector.injectIntoFields(store, new TestInjector.MatchesType(EmbeddedObjectStore.class));
    }

    @Override
    public void stop() {
        try {
            if (store != null) {
                store.close();
            }
            if (postgres != null) {
                postgres.close();
            }
            TestFolders.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException("test servers do not stop", e);
        }
    }

    private Map<String, String> configuration() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("quarkus.http.test-port", "0");
        keys.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE));
        keys.put("quarkus.datasource.username", postgres.user());
        keys.put("quarkus.datasource.password", postgres.password());
        keys.put("cuvette.store.endpoint", store.endpoint().toString());
        keys.put("cuvette.store.access-key", store.credentials().accessKey());
        keys.put("cuvette.store.secret-key", store.credentials().secretKey());
        keys.put("cuvette.store.region", store.region());
        keys.put("cuvette.store.bucket", store.bucket());
        keys.put("mp.jwt.verify.publickey.location", TestKeys.publicKey().toUri().toString());
        return keys;
    }
}
