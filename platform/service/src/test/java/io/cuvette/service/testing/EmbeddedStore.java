package io.cuvette.service.testing;

import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A real S3 store and the gateway's public key for a {@code @QuarkusTest} of a service without a
 * database. Fields of the test of type {@link EmbeddedObjectStore} get the server, to stop and
 * start it.
 */
public class EmbeddedStore implements QuarkusTestResourceLifecycleManager {

    private static final String BUCKET = "cuvette";

    private Path home;
    private EmbeddedObjectStore store;

    @Override
    public Map<String, String> start() {
        home = TestFolders.ofThisProcess().resolve(UUID.randomUUID().toString());
        try {
            store =
                    EmbeddedObjectStore.open(
                            home.resolve("store"),
                            0,
                            new EmbeddedObjectStore.Credentials("test-access", "test-secret-key"),
                            BUCKET);
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException("the test store does not start", e);
        }
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("quarkus.http.test-port", "0");
        keys.put("cuvette.store.endpoint", store.endpoint().toString());
        keys.put("cuvette.store.access-key", store.credentials().accessKey());
        keys.put("cuvette.store.secret-key", store.credentials().secretKey());
        keys.put("cuvette.store.region", store.region());
        keys.put("cuvette.store.bucket", store.bucket());
        keys.put("mp.jwt.verify.publickey.location", TestKeys.publicKey().toUri().toString());
        return keys;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(store, new TestInjector.MatchesType(EmbeddedObjectStore.class));
    }

    @Override
    public void stop() {
        try {
            if (store != null) {
                store.close();
            }
            TestFolders.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException("the test store does not stop", e);
        }
    }

    /** The server that {@link #start} started. */
    protected EmbeddedObjectStore store() {
        return store;
    }

    /** Where the data of this start lie; deleted on {@link #stop}. */
    protected Path home() {
        return home;
    }
}
