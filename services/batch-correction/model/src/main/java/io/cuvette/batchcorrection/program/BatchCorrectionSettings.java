package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a batch-correction job.
 *
 * @param batchKey column that names the batch
 * @param labelKey column that names the cell type; only evaluated, never trained on
 * @param layer matrix of raw counts to read instead of X
 * @param methods what to train, in this order
 * @param preprocessing filters and gene selection
 * @param architecture units of the autoencoders
 * @param components of {@code pca}
 * @param epochs at most
 * @param patience epochs without an improvement of 0.5 % of the validation error before stopping
 * @param chosenBatchSize cells a step; see {@link #batchSize}
 * @param learningRate of Adam
 * @param reconstructionWeight w_rec of {@code fe}
 * @param adversaryWeight w_gen of {@code fe}
 * @param offsetPenalty weight of |beta|^2 of {@code medl_plus}
 * @param evaluationCells largest sample for metrics and layouts
 */
public record BatchCorrectionSettings(
        String batchKey,
        Optional<String> labelKey,
        Optional<String> layer,
        List<Method> methods,
        PreprocessingSettings preprocessing,
        Architecture architecture,
        int components,
        int epochs,
        int patience,
        OptionalInt chosenBatchSize,
        double learningRate,
        double reconstructionWeight,
        double adversaryWeight,
        double offsetPenalty,
        int evaluationCells) {

    private static final int LONGEST_NAME = 200;
    private static final int LARGEST_BATCH = 256;
    private static final int SMALLEST_BATCH = 64;
    private static final int FEWEST_STEPS = 12;

    /** Settings, or what is wrong with them; never both usable and wrong. */
    public record Parsed(BatchCorrectionSettings settings, List<Finding> findings) {
        public Parsed {
            findings = List.copyOf(findings);
        }
    }

    /** Reads the settings strictly: unknown keys and values out of range become findings. */
    public static Parsed parse(ObjectNode json) {
        Settings read = Settings.of(json);
        PreprocessingSettings standard = PreprocessingSettings.DEFAULT;
        BatchCorrectionSettings settings =
                new BatchCorrectionSettings(
                        read.requiredText("batchKey", LONGEST_NAME),
                        read.text("labelKey", LONGEST_NAME),
                        read.text("layer", LONGEST_NAME),
                        read.choices("methods", Method.class, List.of(Method.values())),
                        new PreprocessingSettings(
                                read.integer(
                                        "minGenesPerCell", standard.minGenesPerCell(), 1, 10_000),
                                read.integer(
                                        "minCellsPerGene", standard.minCellsPerGene(), 1, 10_000),
                                read.real("targetSum", standard.targetSum(), 1, 1e9),
                                read.integer("genes", standard.highlyVariableGenes(), 20, 20_000)),
                        new Architecture(
                                read.integer("hidden1", Architecture.PAPER.hidden1(), 2, 4_096),
                                read.integer("hidden2", Architecture.PAPER.hidden2(), 2, 4_096),
                                read.integer("latent", Architecture.PAPER.latent(), 2, 512)),
                        read.integer("components", 50, 2, 200),
                        read.integer("epochs", 80, 1, 10_000),
                        read.integer("patience", 20, 1, 10_000),
                        // batch norm needs two cells to have a variance
                        read.has("batchSize")
                                ? OptionalInt.of(read.integer("batchSize", 0, 2, 8_192))
                                : OptionalInt.empty(),
                        read.real("learningRate", 1e-3, 1e-7, 1),
                        read.real("reconstructionWeight", 200, 0, 1e6),
                        read.real("adversaryWeight", 1, 0, 1e6),
                        read.real("offsetPenalty", 1e-3, 0, 1e3),
                        read.integer("evaluationCells", 10_000, 100, 50_000));
        return new Parsed(settings, read.finish());
    }

    /**
     * Cells a step: as chosen, else the largest of 256, 128 and 64 that leaves at least 12 steps an
     * epoch, for small data needs its steps and large data its throughput.
     *
     * @param trainCells number of cells that are trained on
     */
    public int batchSize(int trainCells) {
        return chosenBatchSize.orElseGet(
                () -> {
                    int size = LARGEST_BATCH;
                    while (size > SMALLEST_BATCH && trainCells / size < FEWEST_STEPS) {
                        size /= 2;
                    }
                    return size;
                });
    }
}
