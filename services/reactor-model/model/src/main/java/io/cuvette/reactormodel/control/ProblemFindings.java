package io.cuvette.reactormodel.control;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Range;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorInput;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.NodeChain;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Looks at all of a problem before it refuses any. */
final class ProblemFindings {
    private static final double HOTTEST_K = 1e4;

    private final Reactor reactor;
    private final OperatingRegion region;
    private final ControlProblem problem;
    private final List<Finding> findings = new ArrayList<>();

    private ProblemFindings(AdaptedReactor model, ControlProblem problem) {
        this.reactor = model.reactor();
        this.region = model.declared().region();
        this.problem = problem;
    }

    /**
     * @throws ControlException when the problem is none for such a model
     */
    static void refuseAny(AdaptedReactor model, ControlProblem problem) {
        ProblemFindings all = new ProblemFindings(model, problem);
        all.horizon();
        all.start();
        all.goal();
        all.inputs();
        all.changes();
        all.temperatures();
        if (!all.findings.isEmpty()) {
            throw new ControlException(all.findings);
        }
    }

    private void horizon() {
        require(
                problem.steps() >= 1 && problem.steps() <= ControlProblem.MOST_STEPS,
                "steps",
                problem.steps(),
                "1 to " + ControlProblem.MOST_STEPS);
        double h = problem.stepH();
        require(
                h > 0 && h <= region.windowH() * (1 + 1e-9),
                "stepH",
                h,
                "above 0 to the window of the model's region, %s h".formatted(region.windowH()));
    }

    private void start() {
        InitialState start = problem.start();
        int nodes = NodeChain.nodesOf(reactor);
        require(
                start.nodes() == 1 || start.nodes() == nodes,
                "start",
                start.nodes() + " nodes",
                nodes == 1 ? "1" : "1 or " + nodes);
        for (double c : start.concentrationsKmolPerM3()) {
            require(c >= 0 && Double.isFinite(c), "startConcentrationKmolPerM3", c, "0 and more");
        }
        for (double t : start.temperaturesK()) {
            require(t > 0 && t < HOTTEST_K, "startTemperatureK", t, "above 0 to 10,000 K");
        }
    }

    private void goal() {
        Goal goal = problem.goal();
        if (goal.temperatureK().isEmpty() && goal.concentrationKmolPerM3().isEmpty()) {
            refuse("goal", "goal has no setpoint; give a temperature, a concentration or both.");
        }
        temperature("temperatureK", goal.temperatureK());
        goal.concentrationKmolPerM3()
                .ifPresent(
                        c ->
                                require(
                                        c >= 0 && Double.isFinite(c),
                                        "concentrationKmolPerM3",
                                        c,
                                        "0 and more"));
        weight("temperatureWeight", goal.temperatureWeight(), goal.temperatureK().isPresent());
        weight(
                "concentrationWeight",
                goal.concentrationWeight(),
                goal.concentrationKmolPerM3().isPresent());
        weight("moveWeight", goal.moveWeight(), false);
    }

    private void weight(String field, double weight, boolean used) {
        boolean enough = used ? weight > 0 : weight >= 0;
        require(
                enough && weight <= 1e12,
                field,
                weight,
                used ? "above 0 to 1e12 with its setpoint" : "0 to 1e12");
    }

    private void inputs() {
        List<ReactorInput> inputs = reactor.type().inputs();
        int given = problem.limits().inputs().size();
        int inForce = problem.inputsInForce().length;
        require(given == inputs.size(), "inputs", given + " ranges", "one an input");
        require(inForce == inputs.size(), "inputsInForce", inForce + " values", "one an input");
        for (int i = 0; i < inputs.size(); i++) {
            String field = inputs.get(i).fieldName();
            if (inForce == inputs.size()) {
                double value = problem.inputsInForce()[i];
                require(Double.isFinite(value), "inputsInForce." + field, value, "a finite number");
            }
            if (given == inputs.size()) {
                range(inputs.get(i), problem.limits().inputs().get(i), region.inputs().get(i));
            }
        }
    }

    private void range(ReactorInput input, Range range, Range allowed) {
        String text = range.low() + " to " + range.high();
        String field = "inputs." + input.fieldName();
        require(
                range.low() >= allowed.low() && range.high() <= allowed.high(),
                field,
                text,
                "inside the model's region, %s to %s".formatted(allowed.low(), allowed.high()));
        boolean physical =
                switch (input) {
                    case FEED_CONCENTRATION_DEVIATION ->
                            range.low() + ((Cstr) reactor).feedConcentrationKmolPerM3() >= 0;
                    case JACKET_TEMPERATURE_DEVIATION ->
                            range.low() + ((PlugFlowReactor) reactor).jacketTemperatureK() > 0;
                    case INLET_CONCENTRATION -> range.low() >= 0;
                    case INLET_TEMPERATURE -> range.low() > 0;
                    case HEAT_DEVIATION -> true;
                };
        require(physical, field, text, "no less than nothing, and no colder than 0 K, in all");
    }

    private void changes() {
        double[] most = problem.limits().mostChangePerH();
        int inputs = reactor.type().inputs().size();
        require(
                most.length == 0 || most.length == inputs,
                "mostChangePerH",
                most.length + " values",
                "none or one an input");
        for (double value : most) {
            require(value > 0, "mostChangePerH", value, "above 0; infinite for any");
        }
    }

    private void temperatures() {
        ControlLimits limits = problem.limits();
        temperature("minimumTemperatureK", limits.minimumTemperatureK());
        temperature("maximumTemperatureK", limits.maximumTemperatureK());
        if (limits.minimumTemperatureK().isPresent() && limits.maximumTemperatureK().isPresent()) {
            double low = limits.minimumTemperatureK().getAsDouble();
            double high = limits.maximumTemperatureK().getAsDouble();
            require(low < high, "minimumTemperatureK", low, "less than maximumTemperatureK");
        }
    }

    private void temperature(String field, OptionalDouble value) {
        value.ifPresent(t -> require(t > 0 && t < HOTTEST_K, field, t, "above 0 to 10,000 K"));
    }

    private void require(boolean holds, String field, Object value, String allowed) {
        if (!holds) {
            refuse(field, "%s is %s; allowed is %s.".formatted(field, value, allowed));
        }
    }

    private void refuse(String field, String message) {
        findings.add(Finding.error(FindingCode.INVALID_SETTING, field, message));
    }
}
