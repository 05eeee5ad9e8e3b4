package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.service.Simulations.Derivative;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Derivatives of what is measured. */
@Schema(name = "Sensitivity")
public record SensitivityView(double[] timesH, List<Item> derivatives) {

    /**
     * By one quantity.
     *
     * @param index of the segment of inputs, or of the node of the initial state
     */
    @Schema(name = "Derivative")
    public record Item(
            @Schema(description = "inputs, initial_state or kinetics") String by,
            String quantity,
            @Schema(description = "segment of the inputs, node of the state, else 0") int index,
            @Schema(description = "of the quantity") String unit,
            @Schema(description = "kmol/m3 per unit of the quantity") double[] ofConcentration,
            @Schema(description = "K per unit of the quantity") double[] ofTemperature,
            @Schema(
                            description =
                                    "whether it is of the balances alone although the model"
                                            + " corrects them")
                    boolean withoutCorrection) {}

    static SensitivityView of(double[] timesH, List<Derivative> derivatives) {
        return new SensitivityView(
                timesH,
                derivatives.stream()
                        .map(
                                d ->
                                        new Item(
                                                TypeName.of(d.by().cause()),
                                                d.by().name(),
                                                d.by().index(),
                                                d.by().unit(),
                                                d.of(),
                                                d.ofTemperature(),
                                                d.withoutCorrection()))
                        .toList());
    }
}
