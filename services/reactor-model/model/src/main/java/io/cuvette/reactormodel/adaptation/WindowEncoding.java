package io.cuvette.reactormodel.adaptation;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.OutputScale;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * Runs in the paper's four numbers, and the scale of everything: from simulated runs of the
 * declared reactor over its region, so that nothing measured is needed for it.
 */
final class WindowEncoding {
    static final int STEPS = 10;

    private static final int SIMULATED = 256;
    private static final Simulator SIMULATOR =
            new Simulator(Simulator.Method.AUTO, Tolerances.of(1e-4));
    private static final long SEED = 20240517;

    private final DeclaredReactor declared;
    private final double[] timesH;
    private final TaskScaling scaling;

    /**
     * @throws IllegalArgumentException for scalers of other than 4 features and 2 outputs
     */
    WindowEncoding(DeclaredReactor declared, TaskScaling scaling) {
        if (scaling.features().columns() != Run.FEATURES
                || scaling.outputs().columns() != Task.STATES) {
            throw new IllegalArgumentException(
                    "scalers of %d features and %d outputs; a window has %d and %d"
                            .formatted(
                                    scaling.features().columns(),
                                    scaling.outputs().columns(),
                                    Run.FEATURES,
                                    Task.STATES));
        }
        this.declared = declared;
        this.timesH = OutputScale.grid(declared.region().windowH(), STEPS);
        this.scaling = scaling;
    }

    /**
     * @throws UnsuitableRunException when no run of the declared reactor over its region can be
     *     followed
     */
    static WindowEncoding of(DeclaredReactor declared) {
        double[] times = OutputScale.grid(declared.region().windowH(), STEPS);
        double[][] runs = draw(declared, SIMULATED, SEED);
        double[] features = new double[SIMULATED * Run.FEATURES];
        double[] outputs = new double[SIMULATED * STEPS * Task.STATES];
        int followed = 0;
        for (double[] run : runs) {
            try {
                Trajectory found =
                        SIMULATOR.simulate(
                                declared.nominal(), Run.ofFeatures(declared.nominal(), run), times);
                double[] t = found.temperaturesK(declared.measured());
                double[] c = found.concentrations(declared.measured());
                for (int step = 0; step < STEPS; step++) {
                    outputs[(followed * STEPS + step) * 2] = t[step];
                    outputs[(followed * STEPS + step) * 2 + 1] = c[step];
                }
                System.arraycopy(run, 0, features, followed * Run.FEATURES, Run.FEATURES);
                followed++;
            } catch (SimulationException e) {
                // a corner of the region that the balances leave; the others tell the scale
            }
        }
        if (followed == 0) {
            throw new UnsuitableRunException(
                    "None of %d runs over the region can be followed with the reactor's parameters as"
                                    .formatted(SIMULATED)
                            + " declared, so there is no scale for the network; check parameters,"
                            + " units and region.");
        }
        double[] x = Arrays.copyOf(features, followed * Run.FEATURES);
        double[] y = Arrays.copyOf(outputs, followed * STEPS * Task.STATES);
        return new WindowEncoding(
                declared,
                new TaskScaling(
                        StandardScaler.fit(x, Run.FEATURES), StandardScaler.fit(y, Task.STATES)));
    }

    double[] timesH() {
        return timesH.clone();
    }

    double windowH() {
        return declared.region().windowH();
    }

    TaskScaling scaling() {
        return scaling;
    }

    /** Standard deviations of concentration (kmol/m3) and temperature (K) over the region. */
    double[] outputDeviations() {
        double[] deviations = scaling.outputs().standardDeviation();
        return new double[] {deviations[1], deviations[0]};
    }

    /** Runs somewhere in the region. */
    double[][] imagine(int count, long seed) {
        return draw(declared, count, Seeds.hash(seed, "imagined"));
    }

    private static double[][] draw(DeclaredReactor declared, int count, long seed) {
        RandomStream random = new RandomStream(seed);
        ReactorType type = declared.nominal().type();
        double[][] runs = new double[count][];
        for (int i = 0; i < count; i++) {
            runs[i] = features(type, OutputScale.draw(type, declared.region(), random));
        }
        return runs;
    }

    /**
     * @throws UnsuitableRunException for a run with inputs that change, or a tube that starts other
     *     than empty at its jacket's temperature
     */
    void requireFits(List<ObservedRun> runs) {
        if (runs.isEmpty()) {
            throw new UnsuitableRunException("Adaptation of a window network needs a run.");
        }
        for (int i = 0; i < runs.size(); i++) {
            requireFits(runs.get(i).run(), "Run " + (i + 1));
        }
        if (runs.stream().noneMatch(run -> run.measuredUntil(StepLines.end(windowH())) > 0)) {
            throw new UnsuitableRunException(
                    "Nothing is measured within the window of %s h, from which the network would learn; declare a longer windowH of the region."
                            .formatted(windowH()));
        }
    }

    void requireFits(Run run, String name) {
        if (run.inputs().segments() > 1) {
            throw new UnsuitableRunException(
                    name
                            + " changes its inputs; the paper's network knows inputs that hold. Cut"
                            + " it into windows, or use the default method.");
        }
        if (declared.nominal() instanceof PlugFlowReactor tube && !startsEmpty(run, tube)) {
            throw new UnsuitableRunException(
                    name
                            + " starts with something in the tube; the paper's network knows empty"
                            + " ones at the jacket's temperature. Use the default method.");
        }
    }

    private static boolean startsEmpty(Run run, PlugFlowReactor tube) {
        for (double c : run.start().concentrationsKmolPerM3()) {
            if (Math.abs(c) > 1e-9) {
                return false;
            }
        }
        for (double t : run.start().temperaturesK()) {
            if (Math.abs(t - tube.jacketTemperatureK()) > 1e-6) {
                return false;
            }
        }
        return true;
    }

    double[][] features(List<ObservedRun> runs) {
        return runs.stream().map(run -> features(run.run())).toArray(double[][]::new);
    }

    double[] features(Run run) {
        return features(declared.nominal().type(), run);
    }

    /** The inverse of {@link Run#ofFeatures}. */
    private static double[] features(ReactorType type, Run run) {
        return features(
                type,
                run.start().concentrationsKmolPerM3()[0],
                run.start().temperaturesK()[0],
                run.inputs().values()[0]);
    }

    /** Which of a run's numbers the network is told; also of their changes. */
    private static double[] features(ReactorType type, double c, double t, double[] inputs) {
        return switch (type) {
            case CSTR -> new double[] {t, c, inputs[1], inputs[0]};
            case BATCH -> new double[] {t, c, inputs[0], inputs[0]};
            case PLUG_FLOW -> new double[] {inputs[2], inputs[1], inputs[0], inputs[0]};
        };
    }

    double[] scaledFeatures(Run run) {
        double[] features = features(run);
        for (int j = 0; j < features.length; j++) {
            features[j] = scaling.features().scale(features[j], j);
        }
        return features;
    }

    /** Changes of the scaled features with changes of a run. */
    double[] scaledChange(double c, double t, double[] inputs) {
        double[] change = features(declared.nominal().type(), c, t, inputs);
        for (int i = 0; i < change.length; i++) {
            change[i] /= scaling.features().standardDeviation()[i];
        }
        return change;
    }

    /** Temperature and concentration where and before anything is measured, scaled. */
    double[] start(Run run) {
        return new double[] {
            scaling.outputs().scale(run.start().temperaturesK()[0], 0),
            scaling.outputs().scale(run.start().concentrationsKmolPerM3()[0], 1)
        };
    }

    /** Windows without targets, scaled. */
    Windows windows(List<Run> runs) {
        float[] inputs = new float[runs.size() * Run.FEATURES];
        int at = 0;
        for (Run run : runs) {
            for (double feature : scaledFeatures(run)) {
                inputs[at++] = (float) feature;
            }
        }
        return new Windows(runs.size(), STEPS, 1, Run.FEATURES, Task.STATES, inputs, new float[0]);
    }

    /** {@code [E, 1, first + second, 4]}: the same runs for each model. */
    PtNDArray tensor(Tensors tensors, double[][] first, double[][] second, int models) {
        int rows = first.length + second.length;
        float[] values = new float[models * rows * Run.FEATURES];
        int at = 0;
        for (int e = 0; e < models; e++) {
            for (double[][] part : List.of(first, second)) {
                for (double[] run : part) {
                    for (int j = 0; j < Run.FEATURES; j++) {
                        values[at++] = (float) scaling.features().scale(run[j], j);
                    }
                }
            }
        }
        return tensors.of(values, models, 1, rows, Run.FEATURES);
    }
}
