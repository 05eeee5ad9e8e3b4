package io.cuvette.training.core.testing;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.augment.MixedBatch;
import io.cuvette.training.core.averaging.AveragingContext;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.BatchSource;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.MixtureRounds;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.loop.Trainable;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.ClassificationLossMethods;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.mixing.MixedSampler;
import io.cuvette.training.core.mixing.Mixture;
import io.cuvette.training.core.mixing.MixtureFactory;
import io.cuvette.training.core.norm.BatchNorm;
import io.cuvette.training.core.norm.Norm;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.sampling.RowSampler;
import io.cuvette.training.core.sampling.TrainingRows;
import io.cuvette.training.core.schedule.ScheduleContext;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A small classifier of rows of three sources that takes any recipe: what a family does with the
 * methods of a job.
 */
public final class RecipeModel
        implements Trainable<RecipeModel.Rows>, BatchSource<RecipeModel.Rows>, AutoCloseable {

    /** Everything that it can offer to methods. */
    public static final Set<Trait> TRAITS =
            EnumSet.of(
                    Trait.GRADIENTS,
                    Trait.CLASS_LABELS,
                    Trait.SAMPLE_LOSSES,
                    Trait.OUTPUT_SPACE,
                    Trait.SEVERAL_LOSSES,
                    Trait.MIXABLE_INPUTS,
                    Trait.NORMALISED_LAYERS,
                    Trait.SOURCES,
                    Trait.CONCEPTS,
                    Trait.HELD_OUT_LOSS);

    /** Its layer that is normalised. */
    public static final String HIDDEN = "hidden";

    private static final int SOURCES = 3;
    private static final int CLASSES = 3;
    private static final int FEATURES = 6;
    private static final int ROWS = 180;
    private static final int HELD_OUT = 60;
    private static final int BATCH = 12;
    private static final double RATE = 0.01;

    /**
     * A mini-batch.
     *
     * @param x {@code [B, F]}
     * @param codes {@code [B]}
     */
    public record Rows(PtNDArray x, PtNDArray codes) {}

    private final Recipe recipe;
    private final int batchSize;
    private final Tensors tensors = Tensors.open();
    private final Parameters parameters;
    private final Linear first;
    private final Norm norm;
    private final Linear last;
    private final ClassificationLoss classification;
    private final Objective<Rows> objective;
    private final float[] x = new float[(ROWS + HELD_OUT) * FEATURES];
    private final int[] codes = new int[ROWS + HELD_OUT];
    private final RowSampler sampler;
    private final LoopMethods methods;
    private long batchesDrawn;

    public RecipeModel(Recipe recipe, int epochs, long seed) {
        this(recipe, epochs, seed, 16);
    }

    /**
     * @param width of the hidden layer
     */
    public RecipeModel(Recipe recipe, int epochs, long seed, int width) {
        this(recipe, epochs, seed, width, BATCH);
    }

    /**
     * @param width of the hidden layer
     * @param batchSize rows of a batch
     */
    public RecipeModel(Recipe recipe, int epochs, long seed, int width, int batchSize) {
        this.recipe = recipe;
        this.batchSize = batchSize;
        this.parameters = new Parameters(tensors, seed);
        this.first = Linear.create(parameters, HIDDEN, FEATURES, width);
        this.norm =
                Optional.ofNullable(recipe.norms().get(HIDDEN))
                        .map(chosen -> chosen.plan().create(parameters, HIDDEN + ".norm", width))
                        .orElseGet(() -> BatchNorm.create(parameters, HIDDEN + ".norm", width));
        this.last = Linear.create(parameters, "last", width, CLASSES);
        this.classification = recipe.loss().map(Chosen::plan).orElseGet(RecipeModel::crossEntropy);
        drawData();
        Optional<Mixture> mixture = mixture(seed);
        this.sampler = mixture.<RowSampler>map(m -> mixed(m, seed)).orElseGet(() -> drawn(seed));
        Optional<MixtureRounds> rounds =
                mixture.map(m -> new MixtureRounds(m, (MixedSampler) sampler, 4, sources()));
        this.methods =
                recipe.loop(
                        stepsPerEpoch(),
                        batchSize,
                        seed,
                        rounds,
                        new AveragingContext(
                                parameters, "validation.loss", false, p -> -heldOut(allHeldOut())));
        Optimizer optimizer =
                recipe.optimizerOr((t, group) -> new AdamW(t, group, AdamW.Settings.DEFAULT))
                        .create(tensors, parameters.group());
        this.objective =
                new Objective<>(
                        "rows",
                        this::loss,
                        optimizer,
                        recipe.scheduleFor(
                                new ScheduleContext(
                                        RATE, (long) epochs * stepsPerEpoch(), batchSize)));
    }

    private static ClassificationLoss crossEntropy() {
        return ClassificationLossMethods.ALL.get(0).standard().plan();
    }

    private Optional<Mixture> mixture(long seed) {
        return recipe.mixing()
                .map(Chosen::plan)
                .filter(MixtureFactory.class::isInstance)
                .map(plan -> ((MixtureFactory) plan).create(SOURCES, seed));
    }

    private RowSampler mixed(Mixture mixture, long seed) {
        int[][] bySource = new int[SOURCES][];
        Arrays.setAll(
                bySource, s -> IntStream.range(0, ROWS).filter(i -> i % SOURCES == s).toArray());
        return new MixedSampler(bySource, batchSize, mixture.proportions(), seed);
    }

    private RowSampler drawn(long seed) {
        int[] rows = IntStream.range(0, ROWS).toArray();
        int candidates = recipe.selection().map(f -> f.create(seed).candidates()).orElse(1);
        int[][] concepts = new int[ROWS][];
        Arrays.setAll(concepts, i -> new int[] {i % SOURCES, SOURCES + codes[i]});
        return recipe.rowSampler()
                .map(f -> f.create(new TrainingRows(rows, concepts), batchSize, seed))
                .orElseGet(() -> new EpochSampler(rows, batchSize * candidates, true, seed));
    }

    /** Classes differ in their means; each source is shifted and of another noise. */
    private void drawData() {
        RandomStream random = new RandomStream(11);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = random.nextInt(CLASSES);
            int source = i % SOURCES;
            for (int f = 0; f < FEATURES; f++) {
                double mean = Math.sin(3 * codes[i] + f) + 0.3 * source;
                x[i * FEATURES + f] = (float) (mean + (0.5 + source) * random.nextGaussian());
            }
        }
    }

    private MixtureRounds.Sources sources() {
        return new MixtureRounds.Sources() {
            @Override
            public double[] heldOutLosses() {
                double[] losses = new double[SOURCES];
                Arrays.setAll(losses, s -> heldOut(rowsOf(s)));
                return losses;
            }

            @Override
            public double[] alignments() {
                double[] cosines = new double[SOURCES];
                Arrays.setAll(cosines, s -> Math.cos(1 + s));
                return cosines;
            }
        };
    }

    private static int[] rowsOf(int source) {
        return IntStream.range(ROWS, ROWS + HELD_OUT).filter(i -> i % SOURCES == source).toArray();
    }

    private static int[] allHeldOut() {
        return IntStream.range(ROWS, ROWS + HELD_OUT).toArray();
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private double heldOut(int[] rows) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            Rows batch = of(rows);
            PtNDArray h = Functions.relu(norm.evaluate(hidden(batch.x())));
            return Functions.softmaxCrossEntropy(last.apply(h), batch.codes()).toFloatArray()[0];
        }
    }

    private PtNDArray hidden(PtNDArray rowsBF) {
        return Functions.linear(rowsBF, norm.weight(first.weight()), first.bias());
    }

    private PtNDArray logits(PtNDArray rowsBF, Tape tape) {
        return last.apply(Functions.relu(norm.train(hidden(rowsBF), tape)));
    }

    private Loss loss(Rows batch, StepContext step) {
        LossContext context = LossContext.of(step.random());
        if (recipe.augment().isPresent()) {
            MixedBatch mixed =
                    recipe.augment()
                            .get()
                            .plan()
                            .mix(batch.x(), batch.codes(), step.random(), step.progress());
            PtNDArray logits = logits(mixed.inputs(), step.tape());
            return Loss.of(mixed.loss(logits, classification, context));
        }
        PtNDArray logits = logits(batch.x(), step.tape());
        PtNDArray ofClasses = classification.evaluate(logits, batch.codes(), context);
        Loss loss =
                Loss.of(
                        recipe.embeddingLoss()
                                .map(c -> c.plan().evaluate(logits, batch.codes()).add(ofClasses))
                                .orElse(ofClasses));
        Loss told = loss.withOutputs(logits).withTask("classes", loss.total());
        return classification
                .perSample(logits, batch.codes(), context)
                .map(each -> told.withSamples(each, 1))
                .orElse(told);
    }

    private Rows of(int[] rows) {
        float[] values = new float[rows.length * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(x, rows[i] * FEATURES, values, i * FEATURES, FEATURES);
        }
        int[] labels = Arrays.stream(rows).map(row -> codes[row]).toArray();
        return new Rows(tensors.of(values, rows.length, FEATURES), tensors.codes(labels));
    }

    public long batchesDrawn() {
        return batchesDrawn;
    }

    public LoopMethods loopMethods() {
        return methods;
    }

    /** Tensors that are alive: the model's, and what its methods keep. */
    public int liveTensors() {
        return tensors.count();
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Objective<Rows>> objectives() {
        return List.of(objective);
    }

    @Override
    public Map<String, Double> validate() {
        return Map.of("validation.loss", heldOut(allHeldOut()));
    }

    @Override
    public long samples(Rows batch) {
        return batch.codes().size();
    }

    @Override
    public int stepsPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    @Override
    public Rows batch(long epoch, int step) {
        batchesDrawn++;
        return of(sampler.batch(epoch, step));
    }

    @Override
    public Rows select(long epoch, int step, int[] positions) {
        int[] rows = sampler.batch(epoch, step);
        return of(Arrays.stream(positions).map(position -> rows[position]).toArray());
    }

    @Override
    public int[] sources(long epoch, int step) {
        return Arrays.stream(sampler.batch(epoch, step)).map(row -> row % SOURCES).toArray();
    }

    @Override
    public void close() {
        methods.close();
        objective.optimizer().close();
        parameters.close();
        tensors.close();
    }
}
