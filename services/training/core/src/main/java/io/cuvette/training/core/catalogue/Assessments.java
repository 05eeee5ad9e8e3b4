package io.cuvette.training.core.catalogue;

import io.cuvette.training.core.diagnostics.DiagnosticMethod;
import io.cuvette.training.core.diagnostics.Evidence;
import io.cuvette.training.core.diagnostics.NoiseScale;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.uncertainty.HeldOutPredictions;
import io.cuvette.training.core.uncertainty.UncertaintyMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges a finished training by the chosen methods of uncertainty and diagnostics. A method that
 * finds too little to judge says so; it does not fail the job, whose model is there.
 */
public final class Assessments {
    private final Recipe recipe;
    private final List<Assessment> all = new ArrayList<>();

    public Assessments(Recipe recipe) {
        this.recipe = recipe;
    }

    /** Whether somebody asked for {@link #ofPredictions}. */
    public boolean wantsPredictions() {
        return !recipe.uncertainty().isEmpty();
    }

    /** Whether somebody asked for {@link #ofRepresentation}. */
    public boolean wantsRepresentation() {
        return recipe.diagnostics().stream().anyMatch(Assessments::readsRepresentations);
    }

    private static boolean readsRepresentations(Chosen<DiagnosticMethod> chosen) {
        return chosen.entry().needs().contains(Trait.REPRESENTATIONS);
    }

    /**
     * Judges predictions.
     *
     * @param quantity that is predicted, a word that may be part of a metric's name
     * @param predictions made when somebody asks; an {@link IllegalArgumentException} says why
     *     there are none
     */
    public void ofPredictions(String quantity, Supplier<HeldOutPredictions> predictions) {
        for (Chosen<UncertaintyMethod> chosen : recipe.uncertainty()) {
            judge(chosen.name(), quantity, () -> chosen.plan().assess(predictions.get()));
        }
    }

    /**
     * Judges a representation of held-out samples.
     *
     * @param valuesND made when somebody asks; finite
     */
    public void ofRepresentation(Supplier<double[][]> valuesND) {
        recipe.diagnostics().stream()
                .filter(Assessments::readsRepresentations)
                .forEach(
                        chosen ->
                                judge(
                                        chosen.name(),
                                        "representation",
                                        () ->
                                                chosen.plan()
                                                        .assess(
                                                                Evidence.ofRepresentation(
                                                                        valuesND.get()))));
    }

    /** Judges what was measured during the training. */
    public void ofLoop(LoopMethods methods) {
        if (methods.noise().isPresent()) {
            NoiseScale measured = methods.noise().get();
            judge(
                    "noise-scale",
                    "gradients",
                    () -> measured.assess(Evidence.ofGradients(List.of())));
        }
    }

    private void judge(String method, String of, Supplier<Figures> figures) {
        try {
            all.add(new Assessment(method, of, figures.get().values(), Optional.empty()));
        } catch (IllegalArgumentException e) {
            all.add(new Assessment(method, of, Map.of(), Optional.of(e.getMessage())));
        }
    }

    /** In the order in which they were made. */
    public List<Assessment> all() {
        return List.copyOf(all);
    }

    /** All figures by {@code method.of.figure}, for a job's metrics. */
    public static Map<String, Double> metrics(List<Assessment> assessments) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (Assessment each : assessments) {
            each.figures()
                    .forEach(
                            (figure, value) ->
                                    metrics.put(
                                            each.method() + "." + each.of() + "." + figure, value));
        }
        return metrics;
    }
}
