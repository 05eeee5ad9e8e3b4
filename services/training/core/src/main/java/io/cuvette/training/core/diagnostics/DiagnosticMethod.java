package io.cuvette.training.core.diagnostics;

import io.cuvette.training.core.method.Figures;

/** Makes figures of what a training has to show; a job may use several. */
public interface DiagnosticMethod {

    /**
     * Measures its part of the evidence.
     *
     * @throws IllegalArgumentException that says what is missing, if the evidence lacks that part
     */
    Figures assess(Evidence evidence);
}
