package io.cuvette.training.core.optimizer;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Adam on a part of the gradient, its sign on the rest (Zmushko et al., "FRUGAL: memory-efficient
 * optimization by reducing state overhead for scalable training", ICML 2025, arXiv:2411.07837,
 * algorithm 1 with AdamW as the state-full and signSGD as the state-free method).
 *
 * <pre>
 * every gap steps: draw the columns C of each matrix anew, m = v = 0
 * G_C:     m, v and the step of Adam, with the bias correction counted from the draw
 * others:  W = W - rate * signShare * sign(G)
 * </pre>
 *
 * <p>The authors project by random columns, by singular vectors or by whole blocks; here it is
 * columns of the last axis, their "Random columns" variant, for tensors of two axes or more.
 * Vectors go by Adam entirely, without draws, as the authors leave norms and embeddings to Adam.
 * Which columns are chosen follows from the parameter's name and the number of steps, so it is no
 * state.
 */
@MethodInfo(
        name = "frugal",
        area = Area.OPTIMIZER,
        does = "Adam on some columns of each matrix in turn, the gradient's sign on the others",
        paper =
                "FRUGAL: Memory-Efficient Optimization by Reducing State Overhead for Scalable"
                        + " Training",
        source = "Zmushko et al., ICML 2025, arXiv:2411.07837",
        keeps = "Adam's two means of the columns at hand and of vectors",
        needs = Trait.GRADIENTS)
public final class Frugal extends GroupOptimizer {

    /**
     * @param density share of columns with state
     * @param gap steps between two draws of columns
     * @param signShare rate of the other columns as a share of the rate
     * @param beta1 of the first moment
     * @param beta2 of the second moment
     * @param epsilon added to the root
     * @param weightDecay decoupled, of all weights
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 1,
                            preset = 0.25,
                            about = "share of a matrix's columns that Adam keeps means of")
                    double density,
            @Whole(min = 1, max = 1_000_000, preset = 200, about = "steps between new choices")
                    int gap,
            @Real(min = 0, max = 10, preset = 1, about = "rate of sign steps, times the rate")
                    double signShare,
            @Real(min = 0, max = 0.999999, preset = 0.9, about = "decay of the mean gradient")
                    double beta1,
            @Real(min = 0, max = 0.9999999, preset = 0.999, about = "decay of the mean square")
                    double beta2,
            @Real(min = 1e-16, max = 1, preset = 1e-8, about = "added to the root of the square")
                    double epsilon,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0,
                            about = "share of a weight taken off a step, times the rate")
                    double weightDecay) {
        public static final Settings DEFAULT = new Settings(0.25, 200, 1, 0.9, 0.999, 1e-8, 0);
    }

    private final Settings settings;
    private final Tensors tensors;
    private final int[] matrices;
    private final int[] vectors;
    private final PtNDArray[] columns;
    private final PtNDArray[] matrixM;
    private final PtNDArray[] matrixV;
    private final PtNDArray[] vectorM;
    private final PtNDArray[] vectorV;
    private long drawnFor = -1;

    public Frugal(Tensors tensors, List<Parameter> group, Settings settings) {
        super("frugal", group);
        this.settings = SettingsSchema.checked(settings);
        this.tensors = tensors;
        this.matrices = indices(axes -> axes >= 2);
        this.vectors = indices(axes -> axes < 2);
        this.columns = new PtNDArray[matrices.length];
        this.matrixM = projectedSlots("m");
        this.matrixV = projectedSlots("v");
        this.vectorM = slots(tensors, "m", IntStream.of(vectors).mapToObj(group::get));
        this.vectorV = slots(tensors, "v", IntStream.of(vectors).mapToObj(group::get));
    }

    private int[] indices(IntPredicate axes) {
        return IntStream.range(0, group().size())
                .filter(i -> axes.test(parameters()[i].getShape().dimension()))
                .toArray();
    }

    private PtNDArray[] projectedSlots(String slot) {
        PtNDArray[] slots = new PtNDArray[matrices.length];
        for (int i = 0; i < slots.length; i++) {
            Parameter parameter = group().get(matrices[i]);
            long[] shape = parameter.value().getShape().getShape().clone();
            shape[shape.length - 1] = chosen(shape[shape.length - 1]);
            PtNDArray zeros = tensors.zeros(parameter.value().getDataType(), shape);
            NDScope.unregister(zeros);
            slots[i] = remember(slot + "/" + parameter.name(), zeros);
        }
        return slots;
    }

    /** Number of columns with state, of all columns. */
    private int chosen(long all) {
        return Math.toIntExact(Math.max(1, Math.round(settings.density() * all)));
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        if (matrices.length > 0) {
            long round = (steps() - 1) / settings.gap();
            long step = (steps() - 1) % settings.gap() + 1;
            if (step == 1) {
                TorchOps.zero(matrixM);
                TorchOps.zero(matrixV);
            }
            if (round != drawnFor) {
                drawColumns(round);
            }
            OptimizerOps.frugal(
                    pick(parameters(), matrices),
                    pick(gradients, matrices),
                    columns,
                    matrixM,
                    matrixV,
                    new OptimizerOps.AdamNumbers(
                            step,
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.epsilon(),
                            settings.weightDecay()),
                    learningRate * settings.signShare());
        }
        if (vectors.length > 0) {
            TorchOps.fusedAdamW(
                    new TorchOps.AdamStep(
                            pick(parameters(), vectors),
                            pick(gradients, vectors),
                            vectorM,
                            vectorV,
                            steps(),
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.weightDecay(),
                            settings.epsilon()));
        }
    }

    private void drawColumns(long round) {
        for (int i = 0; i < matrices.length; i++) {
            closeColumns(i);
            Parameter parameter = group().get(matrices[i]);
            int axes = parameter.value().getShape().dimension();
            int all = Math.toIntExact(parameter.value().size(axes - 1));
            int[] order = new RandomStream(Seeds.hash(round, parameter.name())).permutation(all);
            int[] drawn = Arrays.copyOf(order, chosen(all));
            Arrays.sort(drawn);
            columns[i] = tensors.codes(drawn);
            NDScope.unregister(columns[i]);
        }
        drawnFor = round;
    }

    private void closeColumns(int i) {
        if (columns[i] != null) {
            columns[i].close();
        }
    }

    @Override
    public void close() {
        super.close();
        IntStream.range(0, columns.length).forEach(this::closeColumns);
    }
}
