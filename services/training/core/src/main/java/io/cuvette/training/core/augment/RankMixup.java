package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * RankMixup (Noh et al., ICCV 2023): the base loss sees plain samples only. Blends of them serve to
 * calibrate: confidence should be lower for a blend than for the sample, and the lower the more
 * evenly it is mixed.
 *
 * <pre>
 * margin: mean max(0, max_k z~_k - max_k z_k + margin)          (MRL; blends of one class count 0)
 * gain:   mean 1 - NDCG,  DCG = sum_i c_(i) / log2(i + 1),  IDCG = sum_i s_(i) / log2(i + 1)  (M-NDCG)
 * loss = l(z, y) + weight ranking
 * </pre>
 *
 * <p>c is the largest softmax of the sample itself and of its blends in the falling order of s, the
 * larger share of a class in them (1 for the sample itself). NDCG is DCG over IDCG, or its inverse
 * where that is above 1. The margin is of logits, as in the authors' code.
 *
 * <p>The network sees the samples and then each set of blends, so a step costs 1 + sets times as
 * much.
 */
@MethodInfo(
        name = "rank",
        area = Area.AUGMENT,
        does = "ranks the confidences of samples and of their blends, for calibration",
        paper = "RankMixup: Ranking-Based Mixup Training for Network Calibration",
        source = "Noh et al., ICCV 2023, arXiv:2308.11990",
        needs = {Trait.CLASS_LABELS, Trait.MIXABLE_INPUTS})
public final class RankMixup implements Augmentation {

    /** What of the order of confidences is asked for. */
    public enum Ranking {
        /** The sample's largest logit leads its blends' by a margin. */
        MARGIN,
        /** Confidences follow the shares, as normalised discounted gain. */
        GAIN
    }

    /**
     * @param shape of the Beta distribution of shares
     * @param sets of blends a step; the authors use 1 with the margin and 3 with the gain
     * @param margin of logits; without effect on the gain
     * @param weight of the ranking
     */
    public record Settings(
            @OneOf(preset = "margin", about = "what of the order of confidences is asked for")
                    Ranking ranking,
            @Real(
                            min = 0.001,
                            max = 100,
                            preset = 2,
                            about = "of the Beta distribution of shares; small ones mix little")
                    double shape,
            @Whole(min = 1, max = 16, preset = 1, about = "sets of blends a step") int sets,
            @Real(
                            min = 0,
                            max = 100,
                            preset = 2,
                            about = "by which a sample's largest logit should lead")
                    double margin,
            @Real(min = 0, max = 100, preset = 0.1, about = "weight of the ranking")
                    double weight) {
        public static final Settings DEFAULT = new Settings(Ranking.MARGIN, 2, 1, 2, 0.1);
    }

    private record Ranked(PtNDArray inputs, PtNDArray codesB, List<Blend> blends, Settings settings)
            implements MixedBatch {
        @Override
        public PtNDArray loss(PtNDArray logitsRK, ClassificationLoss base, LossContext context) {
            long samples = codesB.size();
            long rows = samples * (1 + blends.size());
            if (logitsRK.getShape().dimension() != 2 || logitsRK.getShape().get(0) != rows) {
                throw new IllegalArgumentException(
                        "logits have shape %s; the mixed batch has %d rows"
                                .formatted(logitsRK.getShape(), rows));
            }
            PtNDArray plain = MixOps.rows(logitsRK, 0, samples);
            PtNDArray mixed = MixOps.rows(logitsRK, samples, rows);
            PtNDArray ranking =
                    switch (settings.ranking()) {
                        case MARGIN ->
                                MixOps.rankMargin(plain, mixed, sameClass(), settings.margin());
                        case GAIN -> MixOps.rankGain(plain, mixed, leadingShares(plain));
                    };
            PtNDArray loss = base.evaluate(plain, codesB, context);
            return loss.add(Functions.times(ranking, settings.weight()));
        }

        /** Whether both rows of a blend are of one class, {@code [sets * B]}. */
        private PtNDArray sameClass() {
            return MixOps.stackRows(
                    blends.stream()
                            .map(blend -> MixOps.sameClass(blend.own(), blend.partners()))
                            .toArray(PtNDArray[]::new));
        }

        /** {@code [sets, B]}. */
        private PtNDArray leadingShares(PtNDArray like) {
            return MixOps.stackRows(
                    blends.stream()
                            .map(
                                    blend ->
                                            MixOps.leadingShares(
                                                    like,
                                                    blend.own(),
                                                    blend.partners(),
                                                    blend.leadingShare()))
                            .toArray(PtNDArray[]::new));
        }
    }

    private final Settings settings;

    public RankMixup(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public MixedBatch mix(PtNDArray xBF, PtNDArray codesB, RandomStream random, double progress) {
        List<Blend> blends = new ArrayList<>();
        List<PtNDArray> inputs = new ArrayList<>(List.of(xBF));
        for (int set = 0; set < settings.sets(); set++) {
            Blend blend = Blend.draw(xBF, codesB, settings.shape(), random);
            blends.add(blend);
            inputs.add(blend.inputs());
        }
        return new Ranked(
                MixOps.stackRows(inputs.toArray(PtNDArray[]::new)), codesB, blends, settings);
    }
}
