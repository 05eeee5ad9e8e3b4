package io.cuvette.batchcorrection.plot;

import io.cuvette.plot.Picture;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Effects of the batches on one gene with their uncertainty, which users of mixed models read off a
 * caterpillar plot. Plain numbers, so that it is what an interactive page is given, too.
 *
 * @param gene name
 * @param unit of the effects
 * @param intraclassCorrelation share of the gene's variance between batches, 0 to 1
 * @param effects any order, greatest first in the picture
 */
public record BatchEffects(
        String gene,
        String unit,
        OptionalDouble intraclassCorrelation,
        List<EffectInterval> effects) {

    static final int MOST_EFFECTS = 1_000;

    /** Half the width of a 95 % interval of a normal distribution, in standard deviations. */
    private static final double NORMAL_95 = 1.959963984540054;

    /**
     * @param mean of the posterior
     * @param low end of its 95 % interval
     */
    public record EffectInterval(String batch, double mean, double low, double high) {
        public EffectInterval {
            if (!Double.isFinite(mean) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException(
                        "the effect of %s is %s (%s to %s)".formatted(batch, mean, low, high));
            }
            if (low > mean || mean > high) {
                throw new IllegalArgumentException(
                        "the interval of %s, %s to %s, does not hold its mean %s"
                                .formatted(batch, low, high, mean));
            }
        }

        /** Of a normal posterior. */
        public static EffectInterval ofNormal(String batch, double mean, double standardDeviation) {
            if (!(standardDeviation >= 0)) {
                throw new IllegalArgumentException(
                        "the standard deviation of %s is %s".formatted(batch, standardDeviation));
            }
            double half = NORMAL_95 * standardDeviation;
            return new EffectInterval(batch, mean, mean - half, mean + half);
        }

        /** Whether the interval leaves zero out. */
        public boolean clear() {
            return low > 0 || high < 0;
        }
    }

    public BatchEffects {
        effects = List.copyOf(effects);
        if (effects.isEmpty() || effects.size() > MOST_EFFECTS) {
            throw new IllegalArgumentException(
                    "1 to %,d batches are needed, got %d".formatted(MOST_EFFECTS, effects.size()));
        }
        if (intraclassCorrelation.isPresent()) {
            double share = intraclassCorrelation.getAsDouble();
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the intraclass correlation is " + share);
            }
        }
        Set<String> names = new HashSet<>();
        for (EffectInterval effect : effects) {
            if (!names.add(effect.batch())) {
                throw new IllegalArgumentException("batch " + effect.batch() + " comes twice");
            }
        }
    }

    /** Greatest mean first. */
    public List<EffectInterval> ranked() {
        return effects.stream()
                .sorted(Comparator.comparingDouble((EffectInterval effect) -> -effect.mean()))
                .toList();
    }

    /** As a picture; of over 300 batches the 150 with the greatest and the least effects. */
    public Picture picture() {
        return new IntervalBars(this);
    }
}
