package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import io.cuvette.reactormodel.app.service.Simulations.Simulated;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A run as the balances have it. */
@Schema(name = "Simulation")
public record SimulationView(
        String reactorId,
        long reactorRevision,
        String measuredNode,
        double[] timesH,
        @Schema(description = "where it is measured") double[] concentrationsKmolPerM3,
        double[] temperaturesK,
        boolean insideRegion,
        @Schema(description = "what of the run lies outside of the declared region")
                List<String> outside,
        Optional<Profile> profile) {

    /** All nodes of a tube after its inlet; rows are times. */
    @Schema(name = "TubeProfile")
    public record Profile(
            double[] positionsM, double[][] concentrationsKmolPerM3, double[][] temperaturesK) {}

    static SimulationView of(
            ReactorEntity reactor, DeclaredReactor declared, Simulated run, boolean profile) {
        Trajectory trajectory = run.trajectory();
        return new SimulationView(
                reactor.id,
                reactor.revision,
                TypeName.of(declared.measured()),
                trajectory.timesH(),
                trajectory.concentrations(declared.measured()),
                trajectory.temperaturesK(declared.measured()),
                run.outside().isEmpty(),
                run.outside(),
                profile ? profile(declared, trajectory) : Optional.empty());
    }

    private static Optional<Profile> profile(DeclaredReactor declared, Trajectory trajectory) {
        if (!(declared.nominal() instanceof PlugFlowReactor tube)) {
            return Optional.empty();
        }
        double[] positions = new double[trajectory.nodes()];
        for (int node = 0; node < positions.length; node++) {
            positions[node] = (node + 1) * tube.spacingM();
        }
        double[][] concentrations = new double[trajectory.times()][trajectory.nodes()];
        double[][] temperatures = new double[trajectory.times()][trajectory.nodes()];
        for (int time = 0; time < trajectory.times(); time++) {
            for (int node = 0; node < trajectory.nodes(); node++) {
                concentrations[time][node] = trajectory.concentration(time, node);
                temperatures[time][node] = trajectory.temperatureK(time, node);
            }
        }
        return Optional.of(new Profile(positions, concentrations, temperatures));
    }

    /** The same as a table; with a profile one row for each time and node. */
    String csv() {
        StringBuilder text = new StringBuilder();
        if (profile.isEmpty()) {
            text.append("timeH,concentrationKmolPerM3,temperatureK\n");
            for (int i = 0; i < timesH.length; i++) {
                row(text, timesH[i], concentrationsKmolPerM3[i], temperaturesK[i]);
            }
            return text.toString();
        }
        text.append("timeH,positionM,concentrationKmolPerM3,temperatureK\n");
        Profile all = profile.get();
        for (int i = 0; i < timesH.length; i++) {
            for (int node = 0; node < all.positionsM().length; node++) {
                row(
                        text,
                        timesH[i],
                        all.positionsM()[node],
                        all.concentrationsKmolPerM3()[i][node],
                        all.temperaturesK()[i][node]);
            }
        }
        return text.toString();
    }

    private static void row(StringBuilder text, double... values) {
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",").append(values[i]);
        }
        text.append('\n');
    }
}
