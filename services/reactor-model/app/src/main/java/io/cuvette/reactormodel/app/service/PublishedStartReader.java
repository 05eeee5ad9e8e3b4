package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.service.modellibrary.ModelReader;
import io.cuvette.service.modellibrary.VersionFiles;
import io.cuvette.service.training.ModelVersion;
import java.io.IOException;
import java.util.Set;

/** Reads versions whole; they are small. */
final class PublishedStartReader implements ModelReader<PublishedStart> {
    private static final Set<String> FILES = Set.of(PretrainedModel.CARD, PretrainedModel.WEIGHTS);

    @Override
    public boolean reads(String path) {
        return FILES.contains(path);
    }

    @Override
    public long expectedBytes(String path, long sizeBytes) {
        return sizeBytes;
    }

    @Override
    public PublishedStart read(VersionFiles files) throws IOException {
        files.fetch();
        long size = files.artifacts().stream().mapToLong(ModelVersion.Artifact::sizeBytes).sum();
        return new PublishedStart(PretrainedModel.read(files.folder()), size);
    }

    @Override
    public long bytes(PublishedStart start) {
        return start.sizeBytes();
    }
}
