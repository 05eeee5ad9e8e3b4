package io.cuvette.service.store;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The store of {@code cuvette.store.*} as a bean. */
@Singleton
class StoreProducer {

    @Produces
    @Singleton
    StoreConfig config(StoreSettings settings) {
        return settings.toConfig();
    }

    @Produces
    @Singleton
    ObjectStore store(StoreConfig config) {
        return S3ObjectStore.connect(config);
    }

    void close(@Disposes ObjectStore store) {
        store.close();
    }
}
