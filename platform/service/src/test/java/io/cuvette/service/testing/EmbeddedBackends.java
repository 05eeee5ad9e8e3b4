package io.cuvette.service.testing;

import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real PostgreSQL and S3 store for a {@code @QuarkusTest}, with every key of docs/contracts.md
 * set: {@code @QuarkusTestResource(EmbeddedBackends.class)}. A database is made for each start.
 * Fields of the test of type {@link EmbeddedPostgres} and {@link EmbeddedObjectStore} get the
 * servers, to stop and start them.
 */
public class EmbeddedBackends extends EmbeddedStore {

    private static final String DATABASE = "service";

    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        Map<String, String> keys = new LinkedHashMap<>(super.start());
        try {
            postgres =
                    EmbeddedPostgres.at(
                            home().resolve("postgres"), 0, TestFolders.postgresBinaries());
            postgres.start();
            postgres.createDatabase(DATABASE);
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException("test servers do not start", e);
        }
        keys.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE));
        keys.put("quarkus.datasource.username", postgres.user());
        keys.put("quarkus.datasource.password", postgres.password());
        return keys;
    }

    @Override
    public void inject(TestInjector injector) {
        super.inject(injector);
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(EmbeddedPostgres.class));
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("test servers do not stop", e);
        } finally {
            super.stop();
        }
    }
}
