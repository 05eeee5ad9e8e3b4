package io.cuvette.service.store;

import io.cuvette.standalone.embedded.EmbeddedObjectStore;
import java.net.URI;
import java.time.Duration;

/** Settings of test servers. */
final class TestStores {

    /** Short, so that a test of a lost server takes a second. */
    static final StoreTimeouts IMPATIENT =
            new StoreTimeouts(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    2,
                    Duration.ofMillis(20));

    private TestStores() {}

    static StoreConfig config(EmbeddedObjectStore server) {
        return config(
                server.endpoint(),
                server.credentials().accessKey(),
                server.credentials().secretKey(),
                server.region());
    }

    static StoreConfig config(URI endpoint, String accessKey, String secretKey, String region) {
        return new StoreConfig(
                endpoint, endpoint, accessKey, secretKey, region, "cuvette", StoreTimeouts.DEFAULT);
    }
}
