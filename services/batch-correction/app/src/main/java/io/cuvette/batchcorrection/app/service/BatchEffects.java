package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.effects.GeneEffects;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Batch effects gene by gene, as {@code medl_plus} finds them. */
@ApplicationScoped
public class BatchEffects {

    /** Half the width of a 95 % interval of a Gaussian, in standard deviations. */
    private static final double HALF_WIDTH = 1.959963984540054;

    private final ModelLibrary library;

    BatchEffects(ModelLibrary library) {
        this.library = library;
    }

    /**
     * How much of a gene's variance goes with the batch.
     *
     * @param icc intraclass correlation: share of the variance that expression leaves unexplained
     *     which lies between batches
     * @param expressionShare of the total variance, explained by batch-free expression
     * @param batchShare of the total variance, explained by batch means
     * @param residualShare of the total variance, explained by neither; the three need not add up
     *     to 1
     */
    public record GeneSummary(
            String gene,
            double icc,
            double expressionShare,
            double batchShare,
            double residualShare) {}

    /** Genes by falling {@code icc}. */
    public record Ranking(ModelRef model, String method, int genes, List<GeneSummary> ranked) {}

    /**
     * The effect of a batch on a gene, in ln(1 + counts per 10,000).
     *
     * @param cells training cells of the batch
     * @param mean of the posterior
     * @param deviation of the posterior
     * @param low end of the 95 % interval
     * @param high end of the 95 % interval
     * @param offset what the model adds when it shows a cell in this batch
     */
    public record Effect(
            String batch,
            int cells,
            double mean,
            double deviation,
            double low,
            double high,
            double offset) {}

    /** One gene with all batches, in the model's order. */
    public record GeneView(
            ModelRef model, String method, GeneSummary summary, List<Effect> effects) {}

    /**
     * @throws ProblemException ILLEGAL_STATE when the model has no {@code medl_plus}
     */
    public Ranking ranking(String name, String version, int limit) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            GeneEffects effects = effects(loaded.model());
            List<String> genes = loaded.model().card().preprocessing().genes();
            return new Ranking(
                    loaded.ref(),
                    Method.MEDL_PLUS.key(),
                    genes.size(),
                    IntStream.range(0, genes.size())
                            .mapToObj(gene -> summary(genes.get(gene), effects, gene))
                            .sorted(
                                    Comparator.comparingDouble(GeneSummary::icc)
                                            .reversed()
                                            .thenComparing(GeneSummary::gene))
                            .limit(limit)
                            .toList());
        }
    }

    /**
     * @throws ProblemException NOT_FOUND when the gene is none of the model's, ILLEGAL_STATE when
     *     the model has no {@code medl_plus}
     */
    public GeneView gene(String name, String version, String gene) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            GeneEffects effects = effects(loaded.model());
            Preprocessing preprocessing = loaded.model().card().preprocessing();
            int position = preprocessing.genes().indexOf(gene);
            if (position < 0) {
                throw ProblemException.notFound("gene of the model", gene);
            }
            OffsetModel model =
                    (OffsetModel) loaded.model().trained().find(Method.MEDL_PLUS).orElseThrow();
            double unit = preprocessing.toLog1p(1) - preprocessing.toLog1p(0);
            List<String> batches = loaded.model().card().batches();
            return new GeneView(
                    loaded.ref(),
                    Method.MEDL_PLUS.key(),
                    summary(gene, effects, position),
                    IntStream.range(0, batches.size())
                            .mapToObj(
                                    batch ->
                                            effect(
                                                    batches.get(batch),
                                                    effects.cells()[batch],
                                                    effects.posterior(batch, position),
                                                    model.offsets(batch)[position],
                                                    unit))
                            .toList());
        }
    }

    private static Effect effect(
            String batch, int cells, GeneEffects.Posterior posterior, double offset, double unit) {
        double mean = posterior.mean() * unit;
        double deviation = posterior.deviation() * unit;
        return new Effect(
                batch,
                cells,
                mean,
                deviation,
                mean - HALF_WIDTH * deviation,
                mean + HALF_WIDTH * deviation,
                offset * unit);
    }

    private static GeneSummary summary(String name, GeneEffects effects, int gene) {
        GeneEffects.Shares shares = effects.shares(gene);
        return new GeneSummary(
                name,
                effects.intraclassCorrelation(gene),
                shares.expression(),
                shares.batch(),
                shares.residual());
    }

    private static GeneEffects effects(ServedModel model) {
        return model.trained()
                .effects()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ErrorCode.ILLEGAL_STATE,
                                        "The model has no batch effects of genes; train one with"
                                                + " the method medl_plus."));
    }
}
