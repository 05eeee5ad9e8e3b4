package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.List;

/**
 * A reactor as its people know it before any run.
 *
 * @param nominal parameters as declared; those that are unknown are expected to have the value
 *     their {@link UnknownParameter} says
 * @param unknown to be estimated; may be empty
 * @param measured where a tube is measured
 * @param region where it is operated
 */
public record DeclaredReactor(
        Reactor nominal,
        List<UnknownParameter> unknown,
        MeasuredNode measured,
        OperatingRegion region) {

    public DeclaredReactor {
        unknown = List.copyOf(unknown);
        if (region.inputs().size() != nominal.type().inputs().size()) {
            throw new IllegalArgumentException(
                    "the region has %d inputs; a reactor of this type has %d"
                            .formatted(region.inputs().size(), nominal.type().inputs().size()));
        }
    }
}
