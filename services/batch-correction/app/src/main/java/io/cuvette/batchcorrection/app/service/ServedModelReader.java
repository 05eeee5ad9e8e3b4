package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.service.modellibrary.ModelReader;
import io.cuvette.service.modellibrary.VersionFiles;
import io.cuvette.service.training.ModelVersion;
import java.io.IOException;

/** Reads versions into memory but for their embeddings, which take disk as long as it is loaded. */
final class ServedModelReader implements ModelReader<ServedModel> {

    private final EmbeddingDisk disk;

    ServedModelReader(EmbeddingDisk disk) {
        this.disk = disk;
    }

    @Override
    public boolean reads(String path) {
        return ServedModel.FILES.contains(path);
    }

    @Override
    public long expectedBytes(String path, long sizeBytes) {
        return ServedModel.expectedBytes(path, sizeBytes);
    }

    @Override
    public ServedModel read(VersionFiles files) throws IOException {
        EmbeddingDisk.Share share =
                disk.take(files.folder(), embeddingBytes(files), files::evictIdle);
        try {
            files.fetch();
            return ServedModel.load(files.folder(), share);
        } catch (IOException | RuntimeException | Error e) {
            share.close();
            throw e;
        }
    }

    private static long embeddingBytes(VersionFiles files) {
        return files.artifacts().stream()
                .filter(artifact -> artifact.path().equals(TrainingCells.EMBEDDINGS))
                .mapToLong(ModelVersion.Artifact::sizeBytes)
                .sum();
    }

    @Override
    public long bytes(ServedModel model) {
        return model.sizeBytes();
    }
}
