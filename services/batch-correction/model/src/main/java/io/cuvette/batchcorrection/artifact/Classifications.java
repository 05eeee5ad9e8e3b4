package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.classify.ClassifierReport;
import io.cuvette.batchcorrection.classify.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code classification.json}: what a random forest reads from each representation, beside what the
 * batch alone would tell.
 *
 * @param entries one for each target, representation and validation
 */
public record Classifications(List<Entry> entries) {

    public static final String FILE = "classification.json";

    public Classifications {
        entries = List.copyOf(entries);
    }

    /**
     * One evaluation, or why there is none.
     *
     * @param target column that is predicted
     * @param representation method or concatenation
     * @param report absent when it does not apply
     * @param reason why it does not apply
     */
    public record Entry(
            String target,
            String representation,
            Validation validation,
            Optional<ClassifierReport> report,
            Optional<String> reason) {}

    public void write(Path folder) throws IOException {
        Json.write(folder.resolve(FILE), this);
    }

    /** Empty for a model of an earlier release. */
    public static Classifications read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        return Files.exists(file)
                ? Json.read(file, Classifications.class)
                : new Classifications(List.of());
    }
}
