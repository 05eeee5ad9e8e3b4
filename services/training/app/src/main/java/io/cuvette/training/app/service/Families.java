package io.cuvette.training.app.service;

import io.cuvette.training.core.program.TrainingPrograms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The families of models that this service can train. */
@ApplicationScoped
public class Families {

    @Produces
    @jakarta.inject.Singleton
    TrainingPrograms programs() {
        return TrainingPrograms.load();
    }
}
