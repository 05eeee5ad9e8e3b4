package io.cuvette.batchcorrection.app.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.effects.GeneEffects;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.method.OutputEffects;
import io.cuvette.batchcorrection.method.RandomEffectsModel;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.ModelRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Batch effects gene by gene: what {@code medl_plus} leaves to the batch, or the published random
 * effects of {@code re} at its output.
 */
@ApplicationScoped
public class BatchEffects {

    /** Half the width of a 95 % interval of a Gaussian, in standard deviations. */
    private static final double HALF_WIDTH = 1.959963984540054;

    private final ModelLibrary<ServedModel> library;

    BatchEffects(ModelLibrary<ServedModel> library) {
        this.library = library;
    }

    /**
     * How much of a gene goes with the batch. Of {@code medl_plus} the first four are there, of
     * {@code re} the last two.
     *
     * @param icc intraclass correlation: share of the variance that expression leaves unexplained
     *     which lies between batches
     * @param expressionShare of the total variance, explained by batch-free expression
     * @param batchShare of the total variance, explained by batch means
     * @param residualShare of the total variance, explained by neither; the three need not add up
     *     to 1
     * @param offsetSpread root mean square over batches of beta's posterior means, in ln(1 + counts
     *     per 10,000)
     * @param scaleSpread root mean square over batches of gamma's posterior means
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record GeneSummary(
            String gene,
            Optional<Double> icc,
            Optional<Double> expressionShare,
            Optional<Double> batchShare,
            Optional<Double> residualShare,
            Optional<Double> offsetSpread,
            Optional<Double> scaleSpread) {

        private double rank() {
            return icc.or(this::offsetSpread).orElse(0.0);
        }
    }

    /** Genes by falling {@code icc}, or for {@code re} by falling {@code offsetSpread}. */
    public record Ranking(ModelRef model, String method, int genes, List<GeneSummary> ranked) {}

    /**
     * A scale with its uncertainty.
     *
     * @param mean of the posterior; a value of the gene is multiplied by 1 + this
     * @param deviation of the posterior
     * @param low end of the 95 % interval
     * @param high end of the 95 % interval
     */
    public record Scale(double mean, double deviation, double low, double high) {

        private static Scale of(double mean, double deviation) {
            return new Scale(
                    mean, deviation, mean - HALF_WIDTH * deviation, mean + HALF_WIDTH * deviation);
        }
    }

    /**
     * The effect of a batch on a gene, in ln(1 + counts per 10,000).
     *
     * @param cells training cells of the batch
     * @param mean of the posterior; for {@code re} of beta
     * @param deviation of the posterior
     * @param low end of the 95 % interval
     * @param high end of the 95 % interval
     * @param offset what {@code medl_plus} adds when it shows a cell in this batch
     * @param scale gamma of {@code re}, on the gene's value before beta is added
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Effect(
            String batch,
            int cells,
            double mean,
            double deviation,
            double low,
            double high,
            Optional<Double> offset,
            Optional<Scale> scale) {

        private static Effect of(
                String batch,
                int cells,
                double mean,
                double deviation,
                Optional<Double> offset,
                Optional<Scale> scale) {
            return new Effect(
                    batch,
                    cells,
                    mean,
                    deviation,
                    mean - HALF_WIDTH * deviation,
                    mean + HALF_WIDTH * deviation,
                    offset,
                    scale);
        }
    }

    /** One gene with all batches, in the model's order. */
    public record GeneView(
            ModelRef model, String method, GeneSummary summary, List<Effect> effects) {}

    /**
     * @throws ProblemException ILLEGAL_STATE when the model does not have the method
     */
    public Ranking ranking(String name, String version, EffectSource source, int limit) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            List<String> genes = loaded.model().card().preprocessing().genes();
            OfGenes effects = of(loaded.model(), source);
            return new Ranking(
                    loaded.ref(),
                    source.method().key(),
                    genes.size(),
                    IntStream.range(0, genes.size())
                            .mapToObj(effects::summary)
                            .sorted(
                                    Comparator.comparingDouble(GeneSummary::rank)
                                            .reversed()
                                            .thenComparing(GeneSummary::gene))
                            .limit(limit)
                            .toList());
        }
    }

    /**
     * @throws ProblemException NOT_FOUND when the gene is none of the model's, ILLEGAL_STATE when
     *     the model does not have the method
     */
    public GeneView gene(String name, String version, EffectSource source, String gene) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            OfGenes effects = of(loaded.model(), source);
            int position = loaded.model().card().preprocessing().genes().indexOf(gene);
            if (position < 0) {
                throw ProblemException.notFound("gene of the model", gene);
            }
            return new GeneView(
                    loaded.ref(),
                    source.method().key(),
                    effects.summary(position),
                    effects.effects(position));
        }
    }

    private static OfGenes of(ServedModel model, EffectSource source) {
        Optional<OfGenes> found =
                switch (source) {
                    case MEDL_PLUS ->
                            model.trained().effects().map(effects -> new OfOffsets(model, effects));
                    case RE ->
                            model.trained()
                                    .find(Method.RE)
                                    .map(RandomEffectsModel.class::cast)
                                    .map(re -> new OfTables(model, re));
                };
        return found.orElseThrow(
                () ->
                        new ProblemException(
                                ErrorCode.ILLEGAL_STATE,
                                "The model has no batch effects of genes by %s; train one with it."
                                        .formatted(source.method().key())));
    }

    /** Effects of one method. */
    private sealed interface OfGenes {

        GeneSummary summary(int gene);

        /** Of all batches, in the model's order. */
        List<Effect> effects(int gene);
    }

    /** Best linear unbiased predictions beside what {@code medl_plus} decodes. */
    private record OfOffsets(ServedModel model, GeneEffects effects) implements OfGenes {

        @Override
        public GeneSummary summary(int gene) {
            GeneEffects.Shares shares = effects.shares(gene);
            return new GeneSummary(
                    model.card().preprocessing().genes().get(gene),
                    Optional.of(effects.intraclassCorrelation(gene)),
                    Optional.of(shares.expression()),
                    Optional.of(shares.batch()),
                    Optional.of(shares.residual()),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public List<Effect> effects(int gene) {
            OffsetModel offsets =
                    (OffsetModel) model.trained().find(Method.MEDL_PLUS).orElseThrow();
            double unit = unit(model.card());
            return IntStream.range(0, model.card().batches().size())
                    .mapToObj(
                            batch -> {
                                GeneEffects.Posterior posterior = effects.posterior(batch, gene);
                                return Effect.of(
                                        model.card().batches().get(batch),
                                        effects.cells()[batch],
                                        posterior.mean() * unit,
                                        posterior.deviation() * unit,
                                        Optional.of(offsets.offset(batch, gene) * unit),
                                        Optional.empty());
                            })
                    .toList();
        }
    }

    /** The Bayesian tables at the output of {@code re}, of which one gene at a time is read. */
    private record OfTables(ServedModel model, RandomEffectsModel re) implements OfGenes {

        @Override
        public GeneSummary summary(int gene) {
            return new GeneSummary(
                    model.card().preprocessing().genes().get(gene),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(re.offsetSpread(gene) * unit(model.card())),
                    Optional.of(re.scaleSpread(gene)));
        }

        @Override
        public List<Effect> effects(int gene) {
            OutputEffects effects = re.outputEffects(gene);
            int[] cells = trainingCells();
            double unit = unit(model.card());
            return IntStream.range(0, effects.batches())
                    .mapToObj(
                            batch -> {
                                OutputEffects.Posterior offset = effects.offset(batch);
                                OutputEffects.Posterior scale = effects.scale(batch);
                                return Effect.of(
                                        model.card().batches().get(batch),
                                        cells[batch],
                                        offset.mean() * unit,
                                        offset.deviation() * unit,
                                        Optional.empty(),
                                        Optional.of(Scale.of(scale.mean(), scale.deviation())));
                            })
                    .toList();
        }

        /** Of each batch. */
        private int[] trainingCells() {
            CellIndex index = model.cells().index();
            int[] cells = new int[model.card().batches().size()];
            for (int cell = 0; cell < index.size(); cell++) {
                cells[index.batches()[cell]] += index.parts()[cell] == 0 ? 1 : 0;
            }
            return cells;
        }
    }

    /** A step of 1 in scaled space, in ln(1 + counts per 10,000). */
    private static double unit(ModelCard card) {
        return card.preprocessing().toLog1p(1) - card.preprocessing().toLog1p(0);
    }
}
