package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.network.NetworkTangents;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Sensitivity;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Derivatives of what an adapted model predicts: those of the balances, and through them and
 * directly those of the correction, by the chain rule. The correction is derived exactly, the
 * balances as {@link Sensitivity} has them, to about 1e-6.
 *
 * <p>Where a predicted concentration is held at 0, its derivatives are 0. A network of rectified
 * units has kinks; there the derivative is that of one side.
 */
public final class PredictionSensitivity {

    /** Times that are as good as equal are followed once: no integrator steps between them. */
    private static final double APART = 1e-9;

    private final AdaptedReactor model;
    private final Run run;
    private final double[] timesH;
    private final double[] encodedH;
    private final double[] allH;

    private PredictionSensitivity(AdaptedReactor model, Run run, double[] timesH) {
        this.model = model;
        this.run = run;
        this.timesH = timesH;
        this.encodedH = OutputScale.grid(model.declared().region().windowH(), RunEncoding.STEPS);
        this.allH = model.correction() instanceof NoCorrection ? timesH : merged(timesH, encodedH);
    }

    private static double[] merged(double[] some, double[] others) {
        double[] all =
                DoubleStream.concat(Arrays.stream(some), Arrays.stream(others)).sorted().toArray();
        int kept = 0;
        for (double time : all) {
            if (kept == 0 || time > all[kept - 1] * (1 + APART)) {
                all[kept++] = time;
            }
        }
        return Arrays.copyOf(all, kept);
    }

    /**
     * By the inputs, in the order of {@link Sensitivity#ofInputs}.
     *
     * @param timesH above 0 and increasing
     * @return for each quantity {@code [2][times]}: kmol/m3 and K per unit of the quantity
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a run cannot be followed
     */
    public static List<double[][]> ofInputs(AdaptedReactor model, Run run, double... timesH) {
        PredictionSensitivity one = new PredictionSensitivity(model, run, timesH);
        List<Trajectory> balances =
                Sensitivity.ofInputs(model.reactor(), run, one.allH).derivatives();
        List<EncodedShift> shifts = new ArrayList<>();
        int width = run.inputs().width();
        for (int q = 0; q < balances.size(); q++) {
            shifts.add(
                    EncodedShift.ofInput(
                            q / width, q % width, one.at(balances.get(q), one.encodedH)));
        }
        return one.total(balances, shifts);
    }

    /**
     * By the initial state, in the order of {@link Sensitivity#ofInitialState}.
     *
     * @param timesH above 0 and increasing
     * @return for each quantity {@code [2][times]}: kmol/m3 and K per unit of the quantity
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a run cannot be followed
     */
    public static List<double[][]> ofInitialState(AdaptedReactor model, Run run, double... timesH) {
        PredictionSensitivity one = new PredictionSensitivity(model, run, timesH);
        List<Trajectory> balances =
                Sensitivity.ofInitialState(model.reactor(), run, one.allH).derivatives();
        List<EncodedShift> shifts = new ArrayList<>();
        for (int q = 0; q < balances.size(); q++) {
            shifts.add(
                    EncodedShift.ofStart(
                            q % 2 == 0,
                            run.start().nodes(),
                            one.at(balances.get(q), one.encodedH)));
        }
        return one.total(balances, shifts);
    }

    /** Of a trajectory at all times, where it is measured: at the nearest to those wanted. */
    private double[][] at(Trajectory all, double[] wantedH) {
        double[] c = all.concentrations(model.declared().measured());
        double[] t = all.temperaturesK(model.declared().measured());
        double[][] at = new double[2][wantedH.length];
        for (int i = 0; i < wantedH.length; i++) {
            int nearest = nearest(wantedH[i]);
            at[0][i] = c[nearest];
            at[1][i] = t[nearest];
        }
        return at;
    }

    private int nearest(double timeH) {
        int found = Arrays.binarySearch(allH, timeH);
        if (found >= 0) {
            return found;
        }
        int after = Math.min(allH.length - 1, -found - 1);
        int before = Math.max(0, after - 1);
        return timeH - allH[before] < allH[after] - timeH ? before : after;
    }

    private List<double[][]> total(List<Trajectory> balances, List<EncodedShift> shifts) {
        List<double[][]> corrections = corrections(shifts);
        double[] concentrations = model.predict(List.of(run), List.of(timesH)).get(0)[0];
        List<double[][]> total = new ArrayList<>();
        for (int q = 0; q < balances.size(); q++) {
            double[][] sum = at(balances.get(q), timesH);
            for (int i = 0; i < timesH.length; i++) {
                sum[0][i] += model.share() * corrections.get(q)[0][i];
                sum[1][i] += model.share() * corrections.get(q)[1][i];
                if (concentrations[i] == 0) {
                    sum[0][i] = 0;
                }
            }
            total.add(sum);
        }
        return total;
    }

    private List<double[][]> corrections(List<EncodedShift> shifts) {
        Correction correction = model.correction();
        if (correction instanceof LinearCorrection linear) {
            return shifts.stream()
                    .map(shift -> linear.derivatives(linear.encoding().shifted(run, shift), timesH))
                    .toList();
        } else if (correction instanceof NetworkCorrection network) {
            return ofNetwork(network, shifts);
        }
        return shifts.stream().map(shift -> new double[2][timesH.length]).toList();
    }

    private List<double[][]> ofNetwork(NetworkCorrection network, List<EncodedShift> shifts) {
        double[][] x = network.encoding().rows(run);
        double[][][] dx = new double[shifts.size()][][];
        Arrays.setAll(dx, q -> network.encoding().shifted(run, shifts.get(q)));
        double[][][] dy = new NetworkTangents(network.weights()).along(x, dx);
        Interpolation lines = Interpolation.of(List.of(timesH), encodedH[encodedH.length - 1]);
        List<double[][]> derivatives = new ArrayList<>();
        for (double[][] one : dy) {
            double[][] at = new double[2][timesH.length];
            for (int i = 0; i < timesH.length; i++) {
                for (int step = 0; step < RunEncoding.STEPS; step++) {
                    double weight = lines.weights()[i * RunEncoding.STEPS + step];
                    at[0][i] += weight * network.scale()[0] * one[step][0];
                    at[1][i] += weight * network.scale()[1] * one[step][1];
                }
            }
            derivatives.add(at);
        }
        return derivatives;
    }
}
