package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.network.NetworkTangents;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Derivatives of what an adapted window network predicts, by the chain rule through its scales, its
 * steps and the lines between them; exact but for the single precision of its weights.
 *
 * <p>Where a predicted concentration is held at 0, its derivatives are 0. A network of rectified
 * units has kinks; there the derivative is that of one side.
 */
public final class WindowSensitivity {
    private final WindowModel model;
    private final Run run;
    private final double[] timesH;

    private WindowSensitivity(WindowModel model, Run run, double[] timesH) {
        this.model = model;
        this.run = run;
        this.timesH = timesH;
    }

    /** A change of a run: of its start, and of its inputs. */
    private record Change(double c, double t, double[] inputs) {}

    /**
     * By the inputs, in the order of the reactor's type.
     *
     * @param timesH above 0 and increasing
     * @return for each input {@code [2][times]}: kmol/m3 and K per unit of the input
     * @throws UnsuitableRunException when the run is none that such a network can be told of
     */
    public static List<double[][]> ofInputs(WindowModel model, Run run, double... timesH) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < run.inputs().width(); i++) {
            double[] one = new double[run.inputs().width()];
            one[i] = 1;
            changes.add(new Change(0, 0, one));
        }
        return new WindowSensitivity(model, run, timesH).along(changes);
    }

    /**
     * By the concentration and the temperature at the start of a tank.
     *
     * @param timesH above 0 and increasing
     * @return of each {@code [2][times]}: kmol/m3 and K per kmol/m3 and per K; empty for tubes,
     *     which always start empty
     * @throws UnsuitableRunException when the run is none that such a network can be told of
     */
    public static List<double[][]> ofInitialState(WindowModel model, Run run, double... timesH) {
        double[] held = new double[run.inputs().width()];
        List<Change> changes =
                model.declared().nominal() instanceof PlugFlowReactor
                        ? List.of()
                        : List.of(new Change(1, 0, held), new Change(0, 1, held));
        return new WindowSensitivity(model, run, timesH).along(changes);
    }

    private List<double[][]> along(List<Change> changes) {
        WindowEncoding encoding = model.encoding();
        encoding.requireFits(run, "The run");
        StandardScaler outputs = encoding.scaling().outputs();
        double[][] x = new double[WindowEncoding.STEPS][];
        Arrays.fill(x, encoding.scaledFeatures(run));
        double[][][] dx = new double[changes.size()][WindowEncoding.STEPS][];
        for (int q = 0; q < dx.length; q++) {
            Change change = changes.get(q);
            Arrays.fill(dx[q], encoding.scaledChange(change.c(), change.t(), change.inputs()));
        }
        double[][][] dy = new NetworkTangents(model.weights()).along(x, dx);
        double[] concentrations = model.predict(List.of(run), List.of(timesH)).get(0)[0];
        List<double[][]> results = new ArrayList<>();
        for (int q = 0; q < dx.length; q++) {
            double[][] result = new double[2][timesH.length];
            for (int i = 0; i < timesH.length; i++) {
                float[] line = new float[WindowEncoding.STEPS];
                double ofStart = WindowTargets.weights(encoding, timesH[i], line, 0);
                double ofT = 0;
                double ofC = 0;
                for (int step = 0; step < line.length; step++) {
                    ofT += line[step] * dy[q][step][0];
                    ofC += line[step] * dy[q][step][1];
                }
                boolean held = concentrations[i] == 0;
                result[0][i] =
                        held
                                ? 0
                                : ofStart * changes.get(q).c()
                                        + outputs.standardDeviation()[1] * ofC;
                result[1][i] = ofStart * changes.get(q).t() + outputs.standardDeviation()[0] * ofT;
            }
            results.add(result);
        }
        return results;
    }
}
