package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.StartLibraryConfig;
import io.cuvette.reactormodel.program.ReactorModelProgram;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.modellibrary.AnsweredVersions;
import io.cuvette.service.modellibrary.ModelKind;
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
import org.jboss.logging.Logger;

/** The library of meta-trained models, begun and ended with the service. */
@ApplicationScoped
public class PublishedStarts {
    private static final Logger LOG = Logger.getLogger(PublishedStarts.class);

    public static final ModelKind MODEL = new ModelKind("model", ReactorModelProgram.FAMILY);

    @Produces
    @Singleton
    VersionDirectory directory(
            TrainingGateway training,
            Caller caller,
            AnsweredVersions answered,
            StartLibraryConfig config) {
        return new VersionDirectory(
                training, caller, answered, Set.of(MODEL), config.aliasLifetime());
    }

    @Produces
    @Singleton
    ModelLibrary<PublishedStart> models(
            VersionDirectory directory,
            ObjectStore store,
            Caller caller,
            StartLibraryConfig config,
            MeterRegistry registry) {
        return new ModelLibrary<>(
                ReactorModelProgram.FAMILY,
                MODEL,
                new PublishedStartReader(),
                directory,
                store,
                caller,
                config,
                registry);
    }

    /** A process that was killed could not delete what it had of its callers' data. */
    void start(@Observes StartupEvent event, StartLibraryConfig config) {
        try {
            if (config.scratch().isPresent()) {
                Leftovers.delete(config.scratch().get(), Set.of(ModelLibrary.WORD));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.error("files of models that a former process left cannot be deleted", e);
        }
    }

    void stop(@Observes ShutdownEvent event, ModelLibrary<PublishedStart> models) {
        models.close();
    }
}
