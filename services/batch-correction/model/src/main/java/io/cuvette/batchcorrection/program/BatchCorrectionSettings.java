package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.harmony.HarmonySettings;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.ScoreSettings;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.program.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a batch-correction job.
 *
 * @param batchKey column that names the batch
 * @param labelKey column that names the cell type; evaluated, and trained on by {@code fec} alone
 * @param layer matrix of raw counts to read instead of X
 * @param methods what to train, in this order
 * @param preprocessing filters and gene selection
 * @param architecture units of the autoencoders
 * @param components of {@code pca}
 * @param epochs at most
 * @param patience epochs without an improvement of 0.5 % of the validation error before stopping
 * @param chosenBatchSize cells a step; see {@link #batchSize}
 * @param learningRate of Adam
 * @param reconstructionWeight w_rec of {@code fe} and {@code fec}
 * @param adversaryWeight w_gen of {@code fe} and {@code fec}
 * @param classificationWeight w_cls of {@code fec}
 * @param randomEffects weights of {@code re}
 * @param harmony settings of {@code harmony}
 * @param concatenations embeddings that are scored side by side as one
 * @param offsetPenalty weight of |beta|^2 of {@code medl_plus}
 * @param evaluationCells largest sample for metrics and layouts
 * @param allMetrics whether the costly columns (kBET on diffusion distances, sBEE) are scored, too
 * @param targets columns that are predicted from the embeddings; the labels when none is named
 * @param classifierCells most held-out cells that these predictions use; 0 for none
 * @param draws how often scores are repeated on another draw of cells, for intervals; 0 for none
 * @param recipe methods of the catalogue that are chosen in place of the paper's
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
        double classificationWeight,
        RandomEffects randomEffects,
        HarmonySettings harmony,
        double offsetPenalty,
        List<Concatenation> concatenations,
        int evaluationCells,
        boolean allMetrics,
        List<String> targets,
        int classifierCells,
        int draws,
        Recipe recipe) {

    private static final int LONGEST_NAME = 200;
    private static final int LARGEST_BATCH = 256;
    private static final int SMALLEST_BATCH = 64;
    private static final int FEWEST_STEPS = 12;
    private static final int MOST_CONCATENATIONS = 8;
    private static final int MOST_TARGETS = 5;
    private static final int MOST_DRAWS = 20;

    /** What is trained when a job names nothing: our default beside its baselines. */
    static final List<Method> DEFAULT_METHODS =
            List.of(Method.PCA, Method.HARMONY, Method.FE, Method.MEDL_PLUS);

    /**
     * Weights of the loss of {@code re} (spec 1.3).
     *
     * @param reconstructionWeight w_rec
     * @param clusteringWeight w_clu of the batch classifier
     * @param divergenceWeight kl of the Bayesian tables
     */
    public record RandomEffects(
            double reconstructionWeight, double clusteringWeight, double divergenceWeight) {

        private static RandomEffects read(Settings read) {
            return new RandomEffects(
                    read.real("reconstructionWeight", 110, 0, 1e6),
                    read.real("clusteringWeight", 0.1, 0, 1e6),
                    read.real("divergenceWeight", 1e-5, 0, 1e3));
        }
    }

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
        Optional<String> labelKey = read.text("labelKey", LONGEST_NAME);
        List<Method> methods = read.choices("methods", Method.class, DEFAULT_METHODS);
        if (methods.contains(Method.FEC) && labelKey.isEmpty()) {
            read.reject("methods", "fec learns to name labels: give labelKey, or leave it out");
        }
        BatchCorrectionSettings settings =
                new BatchCorrectionSettings(
                        read.requiredText("batchKey", LONGEST_NAME),
                        labelKey,
                        read.text("layer", LONGEST_NAME),
                        methods,
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
                        read.real("classificationWeight", 1, 0, 1e6),
                        RandomEffects.read(read.object("randomEffects")),
                        harmony(read.object("harmony")),
                        read.real("offsetPenalty", 1e-3, 0, 1e3),
                        concatenations(read, methods),
                        read.integer("evaluationCells", 10_000, 100, 50_000),
                        read.flag("allMetrics", false),
                        targets(read, labelKey),
                        read.integer("classifierCells", 3_000, 0, 50_000),
                        draws(read),
                        Recipe.read(read, JobTraits.of(methods, labelKey), EncoderNorms.LAYERS));
        JobTraits.rejectWhatHasNoMeaning(settings, read);
        return new Parsed(settings, read.finish());
    }

    private static int draws(Settings read) {
        int draws = read.integer("draws", 0, 0, MOST_DRAWS);
        if (draws == 1) {
            read.reject("draws", "one draw gives no interval: give 0, or 2 to " + MOST_DRAWS);
        }
        return draws;
    }

    private static List<String> targets(Settings read, Optional<String> labelKey) {
        List<String> targets =
                read.texts("targets", MOST_TARGETS, LONGEST_NAME)
                        .orElseGet(() -> labelKey.stream().toList());
        if (targets.stream().distinct().count() < targets.size()) {
            read.reject("targets", "name each column once");
        }
        return targets.stream().distinct().toList();
    }

    private static HarmonySettings harmony(Settings read) {
        HarmonySettings standard = HarmonySettings.DEFAULT;
        return new HarmonySettings(
                read.real("theta", standard.theta(), 0, 100),
                read.real("lambda", standard.lambda(), 1e-6, 1e6),
                read.real("sigma", standard.sigma(), 1e-3, 10),
                read.integer("clusters", standard.clusters(), 0, 2_000),
                read.real("tau", standard.tau(), 0, 1e6),
                read.real("blockSize", standard.blockSize(), 1e-3, 1),
                read.integer("maxOuter", standard.maxOuter(), 1, 1_000),
                read.integer("maxInner", standard.maxInner(), 1, 1_000),
                read.real("epsilonCluster", standard.epsilonCluster(), 0, 1),
                read.real("epsilonHarmony", standard.epsilonHarmony(), 0, 1));
    }

    /**
     * Without a choice, the paper's fixed and random effects side by side where both are trained.
     */
    private static List<Concatenation> concatenations(Settings read, List<Method> methods) {
        Optional<List<String>> keys = read.texts("concatenations", MOST_CONCATENATIONS, 100);
        if (keys.isEmpty()) {
            return methods.containsAll(List.of(Method.FE, Method.RE))
                    ? List.of(new Concatenation(List.of(Method.FE, Method.RE)))
                    : List.of();
        }
        List<Concatenation> concatenations = new ArrayList<>();
        for (String key : keys.get()) {
            Optional<Concatenation> found =
                    Concatenation.ofKey(key).filter(c -> methods.containsAll(c.methods()));
            if (found.isEmpty() || concatenations.contains(found.get())) {
                read.reject(
                        "concatenations",
                        "name two to four of the job's methods with a plus, each combination once,"
                                + " for instance fe+re");
                return List.of();
            }
            concatenations.add(found.get());
        }
        return List.copyOf(concatenations);
    }

    /** Columns and sample of the score table. */
    ScoreSettings scores() {
        ScoreSettings columns = ScoreSettings.DEFAULT.withSample(evaluationCells);
        return allMetrics ? columns.withAllMetrics() : columns;
    }

    /** Whether a column of the cells is read. */
    boolean names(String column) {
        return column.equals(batchKey)
                || labelKey.filter(column::equals).isPresent()
                || targets.contains(column);
    }

    /**
     * Steps of a network's whole training at most, whatever cells are left out beforehand.
     *
     * @param trainCells number of cells that are trained on at most
     */
    long mostSteps(long trainCells) {
        int bounded = (int) Math.min(trainCells, Integer.MAX_VALUE);
        long anEpoch = Math.max(1, bounded / batchSize(bounded));
        if (chosenBatchSize.isEmpty()) {
            // a few cells less may be trained on in batches of half the size
            long smaller = Math.min(bounded / SMALLEST_BATCH, 2 * FEWEST_STEPS);
            anEpoch = Math.max(anEpoch, smaller);
        }
        return epochs * anEpoch;
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
