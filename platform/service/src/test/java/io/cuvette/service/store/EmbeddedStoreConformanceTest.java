package io.cuvette.service.store;

import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import io.cuvette.standalone.embedded.EmbeddedObjectStore.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreConformanceTest extends ObjectStoreConformance {

    @TempDir static Path data;

    private static EmbeddedObjectStore server;

    @BeforeAll
    static void start() throws IOException {
        server =
                EmbeddedObjectStore.open(
                        data, 0, new Credentials("test-access", "test-secret-key"), "cuvette");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    StoreConfig config() {
        return TestStores.config(server);
    }
}
