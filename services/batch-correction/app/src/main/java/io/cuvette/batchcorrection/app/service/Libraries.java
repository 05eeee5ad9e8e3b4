package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.CellLibraryConfig;
import io.cuvette.service.dataset.DatasetFiles;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.modellibrary.AnsweredVersions;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.VersionDirectory;
import io.cuvette.service.scratch.Leftovers;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.training.TrainingGateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** This service's models and datasets, begun and ended with it. */
@ApplicationScoped
public class Libraries {

    private static final Logger LOG = Logger.getLogger(Libraries.class);

    /** In metrics and names of folders. */
    private static final String SERVICE = "batch-correction";

    /** Words that names of temporary folders in the scratch folder begin with. */
    private static final Set<String> TEMPORARY =
            Stream.concat(
                            DatasetFiles.WORDS.stream(),
                            Stream.of(ModelLibrary.WORD, Exports.WORD, ScoreFiles.WORD))
                    .collect(Collectors.toUnmodifiableSet());

    @Produces
    @Singleton
    VersionDirectory directory(
            TrainingGateway training,
            Caller caller,
            AnsweredVersions answered,
            CellLibraryConfig config) {
        return new VersionDirectory(
                training,
                caller,
                answered,
                Set.of(ModelKinds.MODEL, ModelKinds.EVALUATION),
                config.aliasLifetime());
    }

    @Produces
    @Singleton
    ModelLibrary<ServedModel> models(
            VersionDirectory directory,
            ObjectStore store,
            Caller caller,
            CellLibraryConfig config,
            MeterRegistry registry) {
        return new ModelLibrary<>(
                SERVICE,
                ModelKinds.MODEL,
                new ServedModelReader(new EmbeddingDisk(config.keptEmbeddings().asLongValue())),
                directory,
                store,
                caller,
                config,
                registry);
    }

    @Produces
    @Singleton
    DatasetFiles datasets(
            TrainingGateway training, ObjectStore store, Caller caller, CellLibraryConfig config) {
        return new DatasetFiles(SERVICE, training, store, caller, config, config.scratch());
    }

    /** A process that was killed could not delete what it had of its callers' data. */
    void start(@Observes StartupEvent event, DatasetFiles datasets, CellLibraryConfig config) {
        try {
            datasets.sweep();
            if (config.scratch().isPresent()) {
                Leftovers.delete(config.scratch().get(), TEMPORARY);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.error("files of datasets that a former process left cannot be deleted", e);
        }
    }

    void stop(
            @Observes ShutdownEvent event,
            DatasetFiles datasets,
            ModelLibrary<ServedModel> models) {
        models.close();
        datasets.close();
    }
}
