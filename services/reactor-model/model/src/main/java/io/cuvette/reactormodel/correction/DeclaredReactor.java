package io.cuvette.reactormodel.correction;

import static io.cuvette.reactormodel.reactor.ReactorParameter.ACTIVATION_ENERGY;
import static io.cuvette.reactormodel.reactor.ReactorParameter.PRE_EXPONENTIAL_FACTOR;
import static io.cuvette.reactormodel.reactor.ReactorParameter.REACTION_ENTHALPY;
import static io.cuvette.reactormodel.reactor.ReactorParameter.REACTION_ORDER;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.ParameterEstimator;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private static final List<ReactorParameter> KINETICS =
            List.of(PRE_EXPONENTIAL_FACTOR, ACTIVATION_ENERGY, REACTION_ENTHALPY);

    /** Relative deviations of kinetics from a wrong handbook, another catalyst, another unit. */
    private static final Map<ReactorParameter, Double> DOUBT =
            new EnumMap<>(
                    Map.of(
                            PRE_EXPONENTIAL_FACTOR, 1.5,
                            ACTIVATION_ENERGY, 0.2,
                            REACTION_ENTHALPY, 0.3,
                            REACTION_ORDER, 0.3));

    public DeclaredReactor {
        unknown = List.copyOf(unknown);
        if (region.inputs().size() != nominal.type().inputs().size()) {
            throw new IllegalArgumentException(
                    "the region has %d inputs; a reactor of this type has %d"
                            .formatted(region.inputs().size(), nominal.type().inputs().size()));
        }
    }

    /** What is known only about; absent when nothing is, or nothing was measured. */
    public Optional<Estimate> estimate(List<ObservedRun> runs) {
        boolean anything = runs.stream().anyMatch(run -> run.measured() > 0);
        return unknown.isEmpty() || !anything
                ? Optional.empty()
                : Optional.of(ParameterEstimator.STANDARD.estimate(nominal, unknown, runs));
    }

    /** The reactor with what was estimated of it. */
    public Reactor believed(Optional<Estimate> estimate) {
        return estimate.map(Estimate::reactor).orElse(nominal);
    }

    /**
     * The same, with kinetics and order taken as unknown if left-out runs are predicted clearly
     * better so; as it is with too few runs to tell, or where the balances cannot be followed.
     */
    public DeclaredReactor judgedBy(List<ObservedRun> runs) {
        if (runs.size() < Fitted.LEAST_RUNS) {
            return this;
        }
        try {
            return Judgement.of(this, runs).declared();
        } catch (SimulationException e) {
            return this;
        }
    }

    /** What of a run lies outside of the region; also {@code horizon} beyond its window. */
    public List<String> outside(Run run, double[] timesH) {
        List<String> outside =
                region.outside(
                        nominal.type(),
                        run.start().concentrationsKmolPerM3(),
                        run.start().temperaturesK(),
                        run.inputs().values());
        if (!StepLines.isWithin(timesH[timesH.length - 1], region.windowH())) {
            outside.add("horizon");
        }
        return outside;
    }

    /** The same about another reactor. */
    public DeclaredReactor withNominal(Reactor other) {
        return new DeclaredReactor(other, unknown, measured, region);
    }

    /** The same with less taken as known: the kinetics, and the reaction's order with them. */
    List<DeclaredReactor> doubts() {
        List<DeclaredReactor> doubts = new ArrayList<>();
        DeclaredReactor kinetics = doubting(KINETICS, Set.of());
        if (kinetics.unknown.size() > unknown.size()) {
            doubts.add(kinetics);
        }
        if (unknown.stream().noneMatch(u -> u.parameter() == REACTION_ORDER)) {
            // the rate constant of another order is another number, whatever was believed of it
            doubts.add(kinetics.doubting(List.of(REACTION_ORDER), Set.of(PRE_EXPONENTIAL_FACTOR)));
        }
        return doubts;
    }

    /**
     * @param known parameters that become unknown if they are not yet
     * @param widened parameters about which nothing narrower is believed than a doubt
     */
    private DeclaredReactor doubting(List<ReactorParameter> known, Set<ReactorParameter> widened) {
        List<UnknownParameter> all = new ArrayList<>();
        for (UnknownParameter one : unknown) {
            boolean wider = widened.contains(one.parameter());
            double least = wider ? DOUBT.get(one.parameter()) : 0;
            all.add(
                    new UnknownParameter(
                            one.parameter(),
                            one.expected(),
                            Math.max(least, one.relativeDeviation())));
        }
        for (ReactorParameter parameter : known) {
            double value = nominal.get(parameter);
            if (value != 0 && unknown.stream().noneMatch(u -> u.parameter() == parameter)) {
                all.add(new UnknownParameter(parameter, value, DOUBT.get(parameter)));
            }
        }
        return new DeclaredReactor(nominal, all, measured, region);
    }

    /** Parameters that are unknown here and not there. */
    public List<ReactorParameter> unknownBeside(DeclaredReactor other) {
        List<ReactorParameter> there =
                other.unknown().stream().map(UnknownParameter::parameter).toList();
        return unknown.stream()
                .map(UnknownParameter::parameter)
                .filter(parameter -> !there.contains(parameter))
                .toList();
    }
}
