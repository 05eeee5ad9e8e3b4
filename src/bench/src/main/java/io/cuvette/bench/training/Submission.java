package io.cuvette.bench.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.optimizer.OptimizerMethods;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.schedule.ScheduleMethods;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A training algorithm: optimizer and schedule as a job names them in {@code settings.training},
 * and the rates that are tried.
 *
 * @param optimizer name and settings
 * @param schedule name and settings
 * @param rates to search, the same for every workload
 * @param passesPerBatch forward and backward passes that a step takes for each of its batches
 */
public record Submission(
        ObjectNode optimizer, ObjectNode schedule, RateRange rates, int passesPerBatch) {

    /** What every workload offers to methods. */
    private static final Set<Trait> TRAITS = EnumSet.of(Trait.GRADIENTS, Trait.OUTPUT_SPACE);

    /** All optimizers of the catalogue with all its schedules, where they can go together. */
    public static List<Submission> all() {
        List<Submission> all = new ArrayList<>();
        for (MethodEntry<?> optimizer : OptimizerMethods.ALL) {
            for (MethodEntry<?> schedule : ScheduleMethods.ALL) {
                if (fit(optimizer.name(), schedule.name())) {
                    all.add(of(optimizer.name(), schedule.name()));
                }
            }
        }
        return all;
    }

    /** A search of rates takes more steps than the budget leaves to ten passes for each. */
    private static boolean fit(String optimizer, String schedule) {
        return !(optimizer.equals("sso") && schedule.equals("autolrs"));
    }

    /** Two methods of the catalogue, at their defaults as far as these are for such runs. */
    static Submission of(String optimizer, String schedule) {
        return new Submission(
                optimizer.equals("sso") ? meanOfBatch() : named(optimizer),
                schedule.equals("autolrs") ? shortSearch() : named(schedule),
                RateRange.of(optimizer),
                passes(optimizer));
    }

    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    /** The step size is the samples of a batch, as its setting says; its default is for one. */
    private static ObjectNode meanOfBatch() {
        return named("sso").put("stepSize", 64);
    }

    /** The defaults need runs of 1,430 steps; this is as much search as a short run can pay for. */
    private static ObjectNode shortSearch() {
        return named("autolrs")
                .put("stages", 2)
                .put("doublings", 0)
                .put("candidates", 3)
                .put("trialShare", 0.2);
    }

    /** With default settings; a test counts them. */
    private static int passes(String optimizer) {
        return switch (optimizer) {
            case "sam" -> 2;
            case "sso" -> 11; // the gradient, the outputs' slopes, and 9 on the surrogate
            default -> 1;
        };
    }

    public String name() {
        return "%s, %s".formatted(optimizer.get("name").asText(), schedule.get("name").asText());
    }

    /** Whether its schedule looks for the rate itself, and gives up when every rate fails. */
    boolean searches() {
        return schedule.get("name").asText().equals("autolrs");
    }

    /** The methods, read as those of a job. */
    Recipe recipe() {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.putObject(Recipe.KEY).<ObjectNode>set("optimizer", optimizer).set("schedule", schedule);
        Settings settings = Settings.of(job);
        Recipe recipe = Recipe.read(settings, TRAITS, List.of());
        List<Finding> findings = settings.finish();
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("%s: %s".formatted(name(), findings));
        }
        return recipe;
    }
}
