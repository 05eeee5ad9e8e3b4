package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Keeps the samples of largest utility and diversity (UDS, Zou et al. 2025, section 4). For a
 * sample with outputs L of T rows (tokens) and V columns,
 *
 * <pre>
 * utility   u = |L|_* (sum of singular values): large, and of many directions
 * diversity d = mean distance |P(L) - P(L_j)|_2 to the samples in the memory
 * score     s = u + alpha d
 * </pre>
 *
 * <p>The memory holds the projections P of the samples that were kept last, first in, first out;
 * while it is empty d is 0. For outputs of one row the nuclear norm is their Euclidean norm. The
 * authors project with subsampled Fourier transforms on both sides; here with random signs, {@code
 * P(L) = R_T L R_V / sqrt(r_T r_V)}, which keep distances as well for matrices of our size.
 */
@MethodInfo(
        name = "uds",
        area = Area.SAMPLING,
        does = "samples of large and diverse outputs, unlike those that were kept before",
        paper = "Utility-Diversity Aware Online Batch Selection for LLM Supervised Fine-tuning",
        source = "Zou, Mao, Qu, Wang and Ji, ICML 2026, arXiv:2510.16882",
        keeps = "projections of the samples that were kept last",
        needs = {Trait.SAMPLE_LOSSES, Trait.OUTPUT_SPACE})
public final class Uds implements SampleSelection {

    public record Settings(
            @Whole(
                            min = 1,
                            max = 100,
                            preset = 2,
                            about = "samples looked at for each one that is kept")
                    int candidates,
            @Whole(min = 1, max = 65_536, preset = 1, about = "rows (tokens) of a sample's outputs")
                    int outputRows,
            @Real(min = 0, max = 1000, preset = 0.0025, about = "alpha: diversity against utility")
                    double diversityWeight,
            @Whole(min = 1, max = 65_536, preset = 1024, about = "samples in the memory")
                    int memory,
            @Whole(min = 1, max = 1024, preset = 8, about = "rows of a projection at most")
                    int projectedRows,
            @Whole(min = 1, max = 4096, preset = 128, about = "columns of a projection at most")
                    int projectedColumns) {}

    private final Settings settings;
    private final SignProjection projection;
    private final Deque<double[]> memory = new ArrayDeque<>();

    public Uds(long seed, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.projection =
                new SignProjection(seed, settings.projectedRows(), settings.projectedColumns());
    }

    @Override
    public int candidates() {
        return settings.candidates();
    }

    @Override
    public SampleVectors vectors() {
        return SampleVectors.OUTPUTS;
    }

    @Override
    public void requireOutputs(int width) {
        if (width % settings.outputRows() != 0) {
            throw new IllegalArgumentException(
                    "outputs of %d values do not make %d rows; correct outputRows"
                            .formatted(width, settings.outputRows()));
        }
    }

    @Override
    public Selected select(SampleSignals signals) {
        double[][] outputs = signals.requireVectors(vectors());
        requireOutputs(outputs[0].length);
        double[][] projected = new double[outputs.length][];
        double[] scores = new double[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            double[][] matrix = matrix(outputs[i]);
            projected[i] = projection.project(matrix);
            scores[i] = nuclearNorm(matrix) + settings.diversityWeight() * distance(projected[i]);
        }
        int[] kept =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -scores[i]))
                        .limit(count(signals.size()))
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray();
        for (int i : kept) {
            while (memory.size() >= settings.memory()) {
                memory.removeFirst();
            }
            memory.addLast(projected[i]);
        }
        return Selected.evenly(kept);
    }

    private double[][] matrix(double[] outputs) {
        int columns = outputs.length / settings.outputRows();
        return IntStream.range(0, settings.outputRows())
                .mapToObj(t -> Arrays.copyOfRange(outputs, t * columns, (t + 1) * columns))
                .toArray(double[][]::new);
    }

    /** Sum of the singular values. */
    static double nuclearNorm(double[][] matrix) {
        if (matrix.length == 1) {
            return Math.sqrt(Arrays.stream(matrix[0]).map(x -> x * x).sum());
        }
        var decomposition = new SingularValueDecomposition(MatrixUtils.createRealMatrix(matrix));
        return Arrays.stream(decomposition.getSingularValues()).sum();
    }

    private double distance(double[] projected) {
        double sum = 0;
        for (double[] kept : memory) {
            if (kept.length != projected.length) {
                throw new IllegalArgumentException(
                        "a sample's outputs have another size than those before");
            }
            double square = 0;
            for (int k = 0; k < kept.length; k++) {
                square += (projected[k] - kept[k]) * (projected[k] - kept[k]);
            }
            sum += Math.sqrt(square);
        }
        return memory.isEmpty() ? 0 : sum / memory.size();
    }

    /** With the size of its projections, which are what it remembers. */
    @Override
    public String kind() {
        return "uds[outputRows=%d, projectedRows=%d, projectedColumns=%d]"
                .formatted(
                        settings.outputRows(),
                        settings.projectedRows(),
                        settings.projectedColumns());
    }

    @Override
    public MethodState save() {
        MethodState state = new MethodState();
        FlatRows.save(state, "memory", memory);
        return state;
    }

    @Override
    public void restore(MethodState state) {
        memory.clear();
        memory.addAll(FlatRows.restore(state, "memory"));
    }
}
