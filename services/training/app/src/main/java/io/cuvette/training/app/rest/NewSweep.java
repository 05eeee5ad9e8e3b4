package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.service.BaseRequest;
import io.cuvette.training.app.service.SweepPlan;
import io.cuvette.training.app.service.SweepRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A sweep to file. */
public record NewSweep(
        @Schema(description = "Family of models.", examples = "batch-correction")
                @NotNull
                @Size(min = 1, max = 100)
                String family,
        @Schema(
                        description =
                                "A dataset that is READY; absent where the family takes none.",
                        minLength = 1,
                        maxLength = 64,
                        examples = "01jd3v8k5q2m7x9c4b6n0pzrta")
                Optional<@Size(min = 1, max = 64) String> datasetId,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<@Valid NewBase> base,
        @Schema(description = "Model that gets a new version of each trial.", examples = "mixology")
                @NotNull
                @Pattern(regexp = Names.MODEL, message = "must match " + Names.MODEL)
                String modelName,
        @Schema(
                        description = "Settings of every trial, but for those of the space.",
                        implementation = Object.class,
                        examples = "{\"batchKey\": \"batch\", \"methods\": [\"fe\"]}")
                @NotNull
                ObjectNode settings,
        @Schema(
                        description =
                                "Name of a search and its settings: grid (points), random,"
                                        + " bayesian (start), or pbt (population, generations,"
                                        + " exploit, cut, explore, factor, resampling, interval"
                                        + " {field, epochs}).",
                        implementation = Object.class,
                        examples = "{\"name\": \"random\"}")
                @NotNull
                ObjectNode search,
        @NotEmpty @Size(max = 8) List<@NotNull @Valid NewDimension> space,
        @NotNull @Valid ObjectiveName objective,
        @Schema(
                        description = "How many; absent for grid and pbt, which say so themselves.",
                        examples = "20")
                Optional<@Min(1) Integer> trials,
        @Schema(description = "Trials under way at once; 1 when absent.", examples = "2")
                Optional<@Min(1) Integer> parallel,
        @Schema(
                        description = "Makes the sweep repeatable; chosen at random when absent.",
                        examples = "42")
                Optional<Long> seed) {

    /** One setting to vary. */
    @Schema(
            name = "SweepDimension",
            description = "A number to vary: either min and max, or values.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record NewDimension(
            @Schema(
                            description = "Dotted path into the settings.",
                            examples = "training.learningRate")
                    @NotNull
                    @Size(min = 1, max = 200)
                    String field,
            @Schema(examples = "0.0001") Optional<Double> min,
            @Schema(examples = "0.01") Optional<Double> max,
            @Schema(description = "Linear when absent.") Optional<ScaleName> scale,
            @Schema(description = "Real when absent.") Optional<TypeName> type,
            Optional<@Size(min = 1, max = 1000) List<@NotNull Double>> values) {

        SweepPlan.Varied varied() {
            return new SweepPlan.Varied(
                    field,
                    min,
                    max,
                    scale.map(name -> SweepPlan.Scale.valueOf(name.name())),
                    type.map(name -> SweepPlan.Type.valueOf(name.name())),
                    values);
        }

        static NewDimension of(SweepPlan.Varied varied) {
            return new NewDimension(
                    varied.field(),
                    varied.min(),
                    varied.max(),
                    varied.scale().map(scale -> ScaleName.valueOf(scale.name())),
                    varied.type().map(type -> TypeName.valueOf(type.name())),
                    varied.values());
        }
    }

    /** {@link SweepPlan.Scale} in the API's spelling. */
    @Schema(name = "SweepScale")
    public enum ScaleName {
        @JsonProperty("linear")
        LINEAR,
        @JsonProperty("log")
        LOG
    }

    /** {@link SweepPlan.Type} in the API's spelling. */
    @Schema(name = "SweepNumbers")
    public enum TypeName {
        @JsonProperty("real")
        REAL,
        @JsonProperty("integer")
        INTEGER
    }

    /** {@link SweepPlan.Goal} in the API's spelling. */
    @Schema(name = "SweepGoal")
    public enum GoalName {
        @JsonProperty("minimize")
        MINIMIZE,
        @JsonProperty("maximize")
        MAXIMIZE
    }

    /** What trials are judged by. */
    @Schema(name = "SweepObjective")
    public record ObjectiveName(
            @Schema(description = "As jobs report it.", examples = "validation.mse")
                    @NotNull
                    @Size(min = 1, max = 100)
                    String metric,
            @NotNull GoalName goal) {

        static ObjectiveName of(SweepPlan.Objective objective) {
            return new ObjectiveName(objective.metric(), GoalName.valueOf(objective.goal().name()));
        }
    }

    SweepRequest request() {
        return new SweepRequest(
                family,
                datasetId,
                base.map(named -> new BaseRequest(named.modelName(), named.version())),
                modelName,
                settings,
                new SweepPlan(
                        search,
                        space.stream().map(NewDimension::varied).toList(),
                        new SweepPlan.Objective(
                                objective.metric(),
                                SweepPlan.Goal.valueOf(objective.goal().name()))),
                trials,
                parallel.orElse(1),
                seed);
    }
}
