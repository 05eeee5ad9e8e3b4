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
import java.util.function.BiFunction;
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
        judge(recipe.uncertainty(), quantity, predictions, UncertaintyMethod::assess);
    }

    /**
     * Judges a representation of held-out samples.
     *
     * @param valuesND made when somebody asks; finite
     */
    public void ofRepresentation(Supplier<double[][]> valuesND) {
        judge(
                recipe.diagnostics().stream().filter(Assessments::readsRepresentations).toList(),
                "representation",
                () -> Evidence.ofRepresentation(valuesND.get()),
                DiagnosticMethod::assess);
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

    /** What is judged is made once for all methods, and not at all for none. */
    private <M, T> void judge(
            List<Chosen<M>> methods,
            String of,
            Supplier<T> made,
            BiFunction<M, T, Figures> assess) {
        if (methods.isEmpty()) {
            return;
        }
        T judged;
        try {
            judged = made.get();
        } catch (IllegalArgumentException e) {
            methods.forEach(method -> all.add(missing(method.name(), of, e)));
            return;
        }
        methods.forEach(
                method -> judge(method.name(), of, () -> assess.apply(method.plan(), judged)));
    }

    private void judge(String method, String of, Supplier<Figures> figures) {
        try {
            all.add(new Assessment(method, of, figures.get().values(), Optional.empty()));
        } catch (IllegalArgumentException e) {
            all.add(missing(method, of, e));
        }
    }

    private static Assessment missing(String method, String of, IllegalArgumentException why) {
        return new Assessment(method, of, Map.of(), Optional.of(why.getMessage()));
    }

    /** In the order in which they were made. */
    public List<Assessment> all() {
        return List.copyOf(all);
    }

    /**
     * All figures by {@code network.method.of.figure}, for a job's metrics.
     *
     * @param byNetwork what was said of each network that was trained
     */
    public static Map<String, Double> metrics(Map<String, List<Assessment>> byNetwork) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        byNetwork.forEach(
                (network, assessments) -> {
                    for (Assessment each : assessments) {
                        String prefix = "%s.%s.%s.".formatted(network, each.method(), each.of());
                        each.figures()
                                .forEach((figure, value) -> metrics.put(prefix + figure, value));
                    }
                });
        return metrics;
    }
}
