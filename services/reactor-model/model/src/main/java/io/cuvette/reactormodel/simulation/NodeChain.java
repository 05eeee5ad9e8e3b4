package io.cuvette.reactormodel.simulation;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Kinetics;
import io.cuvette.reactormodel.reactor.ParameterCheck;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.SimulationException.Reason;

/**
 * The balances of any of the reactors, written as a chain of equal stirred nodes. Node j takes from
 * node j - 1, the first from the feed:
 *
 * <pre>
 * dC/dt = a (Cup - C) - r - rs
 * dT/dt = a (Tup - T) + b r + bs rs + s - g T
 * r  = k0 exp(-E/(R T)) C^n          rs = ks exp(-Es/(R T)) C
 * </pre>
 *
 * A tank is one node (a = F/V), a batch one without exchange (a = 0), a tube its nodes after the
 * inlet (a = u/dz, upwind differences). The state is C and T of each node in turn, kmol/m3 and K.
 *
 * <p>C^n at and below 0 is as {@link PowerLaw} has it.
 *
 * <p>Inputs are set by {@link #setInputs}; not for use by several threads.
 */
public final class NodeChain {
    /** Of sums of inputs and what they deviate from, kmol/m3. */
    private static final double ROUNDING = 1e-9;

    private final Reactor reactor;
    private final int nodes;
    private final boolean physical;
    private final double coolingToSurroundingsPerH;

    // of the equations above, as the integrator reads them
    final double exchangePerH;
    final double heatingKM3PerKmol;
    final double sideHeatingKM3PerKmol;
    final double coolingPerH;
    final double preExponentialFactor;
    final double activationTemperatureK;
    final double sidePreExponentialFactorPerH;
    final double sideActivationTemperatureK;
    double upstreamConcentration;
    double upstreamTemperatureK;
    double sourceKPerH;

    private final PowerLaw law;

    public NodeChain(Reactor reactor) {
        this.reactor = reactor;
        nodes = nodesOf(reactor);
        physical = reactor.check() == ParameterCheck.PHYSICAL;
        Kinetics kinetics = reactor.kinetics();
        ExtraPhysics extra = reactor.extra();
        double heatCapacity = reactor.fluid().volumetricHeatCapacity();
        heatingKM3PerKmol = -kinetics.reactionEnthalpyKJPerKmol() / heatCapacity;
        sideHeatingKM3PerKmol = -extra.sideReactionEnthalpyKJPerKmol() / heatCapacity;
        preExponentialFactor = kinetics.preExponentialFactor();
        activationTemperatureK = kinetics.activationTemperatureK();
        sidePreExponentialFactorPerH = extra.sidePreExponentialFactorPerH();
        sideActivationTemperatureK =
                extra.sideActivationEnergyKJPerKmol() / Kinetics.GAS_CONSTANT_KJ_PER_KMOL_K;
        law = new PowerLaw(kinetics.reactionOrder(), physical);
        coolingToSurroundingsPerH =
                extra.heatLossKJPerHourK() / (heatCapacity * volumeOrCrossSection(reactor));
        if (reactor instanceof Cstr cstr) {
            exchangePerH = cstr.flowM3PerH() / cstr.volumeM3();
            coolingPerH = coolingToSurroundingsPerH;
        } else if (reactor instanceof PlugFlowReactor tube) {
            exchangePerH = tube.velocityMPerH() / tube.spacingM();
            coolingPerH = coolingToSurroundingsPerH + wallCoolingPerH(tube);
        } else {
            exchangePerH = 0;
            coolingPerH = coolingToSurroundingsPerH;
        }
    }

    /** 1, or the nodes after the inlet of a tube. */
    public static int nodesOf(Reactor reactor) {
        return reactor instanceof PlugFlowReactor tube ? tube.nodes() - 1 : 1;
    }

    public Reactor reactor() {
        return reactor;
    }

    public int nodes() {
        return nodes;
    }

    /** Whether concentrations stay above 0 and temperatures within reason. */
    boolean physical() {
        return physical;
    }

    /**
     * The inputs from now on, in the order of {@link ReactorType#inputs}. Concentrations below 0 by
     * no more than rounding are 0.
     *
     * @throws SimulationException when a physical reactor would be fed with less than nothing or
     *     from 0 K or below, which depends on the reactor where inputs are deviations
     */
    public void setInputs(double... inputs) {
        setInputsAt(0, inputs);
    }

    /**
     * @param timeH how far the run has come
     */
    void setInputsAt(double timeH, double... inputs) {
        double heatCapacity = reactor.fluid().volumetricHeatCapacity();
        sourceKPerH = coolingToSurroundingsPerH * reactor.extra().ambientTemperatureK();
        if (reactor instanceof Cstr cstr) {
            upstreamConcentration = cstr.feedConcentrationKmolPerM3() + inputs[0];
            upstreamTemperatureK = cstr.feedTemperatureK();
            sourceKPerH += (cstr.steadyHeatKJPerH() + inputs[1]) / (heatCapacity * cstr.volumeM3());
        } else if (reactor instanceof BatchReactor batch) {
            sourceKPerH +=
                    (batch.steadyHeatKJPerH() + inputs[0]) / (heatCapacity * batch.volumeM3());
        } else if (reactor instanceof PlugFlowReactor tube) {
            double jacketK = tube.jacketTemperatureK() + inputs[0];
            sourceKPerH += wallCoolingPerH(tube) * jacketK;
            upstreamConcentration = inputs[1];
            upstreamTemperatureK = inputs[2];
            requirePhysical(
                    jacketK > 0, timeH, "the jacket's temperature", jacketK, "K", "above 0");
            requirePhysical(
                    upstreamTemperatureK > 0,
                    timeH,
                    "the inlet's temperature",
                    upstreamTemperatureK,
                    "K",
                    "above 0");
        }
        if (physical && upstreamConcentration < 0 && upstreamConcentration >= -ROUNDING) {
            upstreamConcentration = 0;
        }
        requirePhysical(
                upstreamConcentration >= 0,
                timeH,
                "the feed's concentration",
                upstreamConcentration,
                "kmol/m3",
                "at least 0");
    }

    /** The right-hand side. */
    public void derivative(double[] state, double[] derivative) {
        double upC = upstreamConcentration;
        double upT = upstreamTemperatureK;
        for (int i = 0; i < 2 * nodes; i += 2) {
            double c = state[i];
            double t = state[i + 1];
            double rate = rateConstant(t) * power(c);
            double side = sideRateConstant(t) * c;
            derivative[i] = exchangePerH * (upC - c) - rate - side;
            derivative[i + 1] =
                    exchangePerH * (upT - t)
                            + heatingKM3PerKmol * rate
                            + sideHeatingKM3PerKmol * side
                            + sourceKPerH
                            - coolingPerH * t;
            upC = c;
            upT = t;
        }
    }

    /**
     * The right-hand side, and the blocks on the diagonal of its Jacobian: of each node dC'/dC,
     * dC'/dT, dT'/dC, dT'/dT. Each block left of the diagonal is {@link #exchangePerH} times the
     * unit matrix.
     *
     * @param blocks 4 x nodes
     */
    public void linearize(double[] state, double[] derivative, double[] blocks) {
        double upC = upstreamConcentration;
        double upT = upstreamTemperatureK;
        for (int i = 0; i < 2 * nodes; i += 2) {
            double c = state[i];
            double t = state[i + 1];
            double k = rateConstant(t);
            double power = power(c);
            double rate = k * power;
            double rateByC = k * slope(c, power);
            double rateByT = rate * activationTemperatureK / (t * t);
            double sideByC = sideRateConstant(t);
            double side = sideByC * c;
            double sideByT = side * sideActivationTemperatureK / (t * t);
            derivative[i] = exchangePerH * (upC - c) - rate - side;
            derivative[i + 1] =
                    exchangePerH * (upT - t)
                            + heatingKM3PerKmol * rate
                            + sideHeatingKM3PerKmol * side
                            + sourceKPerH
                            - coolingPerH * t;
            blocks[2 * i] = -exchangePerH - rateByC - sideByC;
            blocks[2 * i + 1] = -rateByT - sideByT;
            blocks[2 * i + 2] = heatingKM3PerKmol * rateByC + sideHeatingKM3PerKmol * sideByC;
            blocks[2 * i + 3] =
                    -exchangePerH
                            - coolingPerH
                            + heatingKM3PerKmol * rateByT
                            + sideHeatingKM3PerKmol * sideByT;
            upC = c;
            upT = t;
        }
    }

    /** Node j's right-hand side by the state of node j - 1, or the first node's by the feed. */
    public double exchangePerH() {
        return exchangePerH;
    }

    /** b in the equations above, K m3/kmol. */
    public double heatingKM3PerKmol() {
        return heatingKM3PerKmol;
    }

    /** bs in the equations above, K m3/kmol. */
    public double sideHeatingKM3PerKmol() {
        return sideHeatingKM3PerKmol;
    }

    /** k0 in the equations above, (m3/kmol)^(n-1)/h. */
    public double preExponentialFactor() {
        return preExponentialFactor;
    }

    /** E/R in the equations above. */
    public double activationTemperatureK() {
        return activationTemperatureK;
    }

    /** ks in the equations above. */
    public double sidePreExponentialFactorPerH() {
        return sidePreExponentialFactorPerH;
    }

    /** Es/R in the equations above. */
    public double sideActivationTemperatureK() {
        return sideActivationTemperatureK;
    }

    /** g in the equations above. */
    public double coolingPerH() {
        return coolingPerH;
    }

    /** Cup of the first node under the inputs set, kmol/m3. */
    public double upstreamConcentration() {
        return upstreamConcentration;
    }

    /** Tup of the first node under the inputs set. */
    public double upstreamTemperatureK() {
        return upstreamTemperatureK;
    }

    /** s under the inputs set. */
    public double sourceKPerH() {
        return sourceKPerH;
    }

    double rateConstant(double temperatureK) {
        return preExponentialFactor * Exponential.exp(-activationTemperatureK / temperatureK);
    }

    double sideRateConstant(double temperatureK) {
        return sidePreExponentialFactorPerH == 0
                ? 0
                : sidePreExponentialFactorPerH
                        * Exponential.exp(-sideActivationTemperatureK / temperatureK);
    }

    /** C^n. */
    double power(double c) {
        return law.power(c);
    }

    /** The slope of C^n, given its value; at 0 towards larger C. */
    double slope(double c, double power) {
        return law.slope(c, power);
    }

    private void requirePhysical(
            boolean holds, double timeH, String what, double value, String unit, String range) {
        if (physical && !holds) {
            throw new SimulationException(
                    Reason.UNPHYSICAL_INPUT,
                    timeH,
                    "%s would be %s %s; choose an input that makes it %s."
                            .formatted(what, value, unit, range));
        }
    }

    private static double wallCoolingPerH(PlugFlowReactor tube) {
        return tube.heatTransferKJPerHourM2K()
                * tube.wallAreaM2PerM()
                / (tube.fluid().volumetricHeatCapacity() * tube.crossSectionM2());
    }

    private static double volumeOrCrossSection(Reactor reactor) {
        if (reactor instanceof Cstr cstr) {
            return cstr.volumeM3();
        }
        return reactor instanceof PlugFlowReactor tube
                ? tube.crossSectionM2()
                : ((BatchReactor) reactor).volumeM3();
    }
}
