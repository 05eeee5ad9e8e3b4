package io.cuvette.service.modellibrary;

import io.cuvette.service.modelcache.ModelLoader;
import io.cuvette.service.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Gives the reader of an app the files of a version. */
final class VersionLoader<M extends AutoCloseable> implements ModelLoader<VersionKey, M> {

    private final ObjectStore store;
    private final Optional<Path> scratch;
    private final ModelReader<M> reader;
    private final BooleanSupplier evictIdle;

    VersionLoader(
            ObjectStore store,
            Optional<Path> scratch,
            ModelReader<M> reader,
            BooleanSupplier evictIdle) {
        this.store = store;
        this.scratch = scratch;
        this.reader = reader;
        this.evictIdle = evictIdle;
    }

    @Override
    public long expectedBytes(VersionKey key) {
        return VersionFiles.artifacts(key.version(), reader::reads).stream()
                .mapToLong(file -> reader.expectedBytes(file.path(), file.sizeBytes()))
                .sum();
    }

    @Override
    public M load(VersionKey key) throws IOException {
        // what the model keeps open is read on, though it has no name any more
        try (VersionFiles files =
                VersionFiles.in(scratch, ModelLibrary.WORD, store, key, reader::reads, evictIdle)) {
            return reader.read(files);
        }
    }

    @Override
    public long bytes(M model) {
        return reader.bytes(model);
    }
}
