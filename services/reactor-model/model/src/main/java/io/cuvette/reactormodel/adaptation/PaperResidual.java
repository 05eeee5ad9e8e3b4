package io.cuvette.reactormodel.adaptation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The reference's physics: how far trajectories are from the balances when their derivatives are
 * finite differences along the outputs.
 *
 * <pre>
 * rC = dC - a (Cup - C) + r + rs,  rT = dT - a (Tup - T) - b r - bs rs - s + g T
 * loss = 1e-2 mean(rC^2) + 1e-5 mean(rT^2)       (rC in kmol/(m3 h), rT in K/h)
 * </pre>
 *
 * <p>with the symbols of {@link NodeChain}, of which it knows the first node. In the reference the
 * output in a tube's convective term is cut from the graph, so that its gradient is lost; here that
 * is a choice.
 *
 * <p>For E models side by side, each with a reactor of its own; losses are summed over models.
 */
public final class PaperResidual {
    private static final double WEIGHT_C = 1e-2;
    private static final double WEIGHT_T = 1e-5;

    /**
     * Below it nothing reacts; a network may answer with less than 0 K, which has no exponential.
     */
    private static final double LEAST_TEMPERATURE_K = 50;

    /** Below it no order that is not whole is taken of a concentration, kmol/m3. */
    private static final double LEAST_CONCENTRATION = 1e-6;

    private final Tensors tensors;
    private final int models;
    private final boolean detachConvection;
    private final boolean wholeOrders;
    private final PtNDArray weights;
    private final PtNDArray differences;
    private final PtNDArray startC;
    private final PtNDArray startT;
    private final PtNDArray byStart;
    private final PtNDArray upC;
    private final PtNDArray upT;
    private final PtNDArray source;
    private final PerModel perModel;
    private final RateConstant reaction;
    private final Optional<RateConstant> side;

    /** Constants {@code [E, 1, 1]}. */
    private record PerModel(
            PtNDArray meanT,
            PtNDArray deviationT,
            PtNDArray meanC,
            PtNDArray deviationC,
            PtNDArray exchange,
            PtNDArray heating,
            PtNDArray cooling,
            PtNDArray sideHeating,
            PtNDArray order) {}

    /**
     * A rate constant, {@code exp(logFactor - activation / T)}: k0 itself may be beyond a float32.
     *
     * @param logFactor of each model, minus infinity where there is no such reaction
     */
    private record RateConstant(PtNDArray logFactor, PtNDArray activation) {

        NDArray at(NDArray inverseT) {
            return logFactor.sub(inverseT.mul(activation)).exp();
        }
    }

    /**
     * @param chains of each model's reactor, kinetics as they are assumed
     * @param features {@code [E][B][4]}: runs in the paper's numbers, see {@link Run#ofFeatures}
     * @param outputs scalers of each model's outputs, (K, kmol/m3)
     * @param steps T
     * @param stepH between outputs
     * @param weights of the physics of each model, at least 0
     */
    public PaperResidual(
            Tensors tensors,
            List<NodeChain> chains,
            double[][][] features,
            List<StandardScaler> outputs,
            int steps,
            double stepH,
            boolean detachConvection,
            double[] weights) {
        this.tensors = tensors;
        this.models = chains.size();
        this.weights = floats(weights, models, 1, 1);
        this.wholeOrders =
                chains.stream()
                        .mapToDouble(chain -> chain.reactor().kinetics().reactionOrder())
                        .allMatch(order -> order == Math.rint(order));
        this.detachConvection = detachConvection;
        ReactorType type = chains.get(0).reactor().type();
        FiniteDifferences stencil = FiniteDifferences.of(type, steps, stepH);
        this.differences = floats(stencil.byOutputs(), 1, steps, steps);
        this.byStart = floats(stencil.byStart(), 1, steps, 1);
        int runs = features[0].length;
        double[][] perRun = new double[5][models * runs];
        for (int e = 0; e < models; e++) {
            NodeChain chain = chains.get(e);
            for (int i = 0; i < runs; i++) {
                Run run = Run.ofFeatures(chain.reactor(), features[e][i]);
                chain.setInputs(run.inputs().values()[0]);
                int at = e * runs + i;
                perRun[0][at] = run.start().concentrationsKmolPerM3()[0];
                perRun[1][at] = run.start().temperaturesK()[0];
                perRun[2][at] = chain.upstreamConcentration();
                perRun[3][at] = chain.upstreamTemperatureK();
                perRun[4][at] = chain.sourceKPerH();
            }
        }
        this.startC = floats(perRun[0], models, 1, runs);
        this.startT = floats(perRun[1], models, 1, runs);
        this.upC = floats(perRun[2], models, 1, runs);
        this.upT = floats(perRun[3], models, 1, runs);
        this.source = floats(perRun[4], models, 1, runs);
        this.perModel = perModel(chains, outputs);
        this.reaction =
                rateConstant(
                        chains,
                        weights,
                        NodeChain::preExponentialFactor,
                        NodeChain::activationTemperatureK);
        boolean beside = chains.stream().anyMatch(c -> c.sidePreExponentialFactorPerH() > 0);
        this.side =
                beside
                        ? Optional.of(
                                rateConstant(
                                        chains,
                                        weights,
                                        NodeChain::sidePreExponentialFactorPerH,
                                        NodeChain::sideActivationTemperatureK))
                        : Optional.empty();
    }

    /** Without weight nothing reacts: what overflows in one model is of no matter to others. */
    private RateConstant rateConstant(
            List<NodeChain> chains,
            double[] weights,
            ToDoubleFunction<NodeChain> factor,
            ToDoubleFunction<NodeChain> activation) {
        return new RateConstant(
                constants(
                        IntStream.range(0, models)
                                .mapToDouble(
                                        e ->
                                                weights[e] == 0
                                                        ? Double.NEGATIVE_INFINITY
                                                        : Math.log(
                                                                factor.applyAsDouble(
                                                                        chains.get(e))))),
                constants(chains.stream().mapToDouble(activation)));
    }

    private PerModel perModel(List<NodeChain> chains, List<StandardScaler> outputs) {
        return new PerModel(
                constants(outputs.stream().mapToDouble(s -> s.mean()[0])),
                constants(outputs.stream().mapToDouble(s -> s.standardDeviation()[0])),
                constants(outputs.stream().mapToDouble(s -> s.mean()[1])),
                constants(outputs.stream().mapToDouble(s -> s.standardDeviation()[1])),
                constants(chains.stream().mapToDouble(NodeChain::exchangePerH)),
                constants(chains.stream().mapToDouble(NodeChain::heatingKM3PerKmol)),
                constants(chains.stream().mapToDouble(NodeChain::coolingPerH)),
                constants(chains.stream().mapToDouble(NodeChain::sideHeatingKM3PerKmol)),
                constants(
                        chains.stream().mapToDouble(c -> c.reactor().kinetics().reactionOrder())));
    }

    /**
     * The weighted physics loss.
     *
     * @param yETB2 scaled outputs (T, C) of the runs given
     */
    public PtNDArray loss(PtNDArray yETB2) {
        NDList channels = yETB2.split(2, 3);
        NDArray t = channels.get(0).squeeze(3).mul(perModel.deviationT()).add(perModel.meanT());
        NDArray c = channels.get(1).squeeze(3).mul(perModel.deviationC()).add(perModel.meanC());
        NDArray heldT = detachConvection ? Functions.detach((PtNDArray) t) : t;
        NDArray heldC = detachConvection ? Functions.detach((PtNDArray) c) : c;
        NDArray inverseT = t.maximum(tensors.scalar(LEAST_TEMPERATURE_K)).pow(tensors.scalar(-1));
        NDArray reacting = wholeOrders ? c : c.maximum(tensors.scalar(LEAST_CONCENTRATION));
        NDArray rate = reaction.at(inverseT).mul(reacting.pow(perModel.order()));
        NDArray residualC =
                derivative(c, startC).sub(perModel.exchange().mul(upC.sub(heldC))).add(rate);
        NDArray residualT =
                derivative(t, startT)
                        .sub(perModel.exchange().mul(upT.sub(heldT)))
                        .sub(perModel.heating().mul(rate))
                        .sub(source)
                        .add(perModel.cooling().mul(t));
        if (side.isPresent()) {
            NDArray sideRate = side.get().at(inverseT).mul(c);
            residualC = residualC.add(sideRate);
            residualT = residualT.sub(perModel.sideHeating().mul(sideRate));
        }
        return Functions.times(weightedMean(residualC), WEIGHT_C * models)
                .add(Functions.times(weightedMean(residualT), WEIGHT_T * models));
    }

    private PtNDArray weightedMean(NDArray residualETB) {
        return (PtNDArray) residualETB.square().mul(weights).mean();
    }

    private NDArray derivative(NDArray yETB, PtNDArray start) {
        PtNDArray along = Functions.matmul(differences, (PtNDArray) yETB);
        return along.add(byStart.mul(start));
    }

    private PtNDArray constants(DoubleStream values) {
        return floats(values.toArray(), models, 1, 1);
    }

    private PtNDArray floats(double[] values, long... shape) {
        return Tensors.cast(tensors.of(values, shape), DataType.FLOAT32);
    }
}
