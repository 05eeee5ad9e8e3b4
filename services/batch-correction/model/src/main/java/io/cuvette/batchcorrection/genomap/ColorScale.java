package io.cuvette.batchcorrection.genomap;

import java.util.Arrays;

/**
 * Viridis between two values; one scale for a whole figure. Values beyond them take the colour of
 * the end.
 */
public record ColorScale(double low, double high) {
    private static final double LOW_SHARE = 0.01;
    private static final double HIGH_SHARE = 0.98;

    /**
     * Viridis (van der Walt and Smith, for matplotlib; CC0) at the shares of {@link #SHARES}: the
     * published palettes of 9 and of 10 colours together, and one colour where blue turns. Linear
     * between them, within 4 of 255.
     */
    private static final int[] COLORS = {
        0x440154, 0x482878, 0x472D7B, 0x3E4A89, 0x3B528B, 0x31688E, 0x2C728E, 0x26828E, 0x21908C,
        0x1F9E89, 0x27AD81, 0x35B779, 0x5DC863, 0x6DCD59, 0xAADC32, 0xB4DE2C, 0xD8E219, 0xFDE725
    };

    private static final double[] SHARES = {
        0, 1 / 9.0, 1 / 8.0, 2 / 9.0, 2 / 8.0, 3 / 9.0, 3 / 8.0, 4 / 9.0, 4 / 8.0, 5 / 9.0, 5 / 8.0,
        6 / 9.0, 6 / 8.0, 7 / 9.0, 7 / 8.0, 8 / 9.0, 16 / 17.0, 1
    };

    public ColorScale {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
            throw new IllegalArgumentException(
                    "scale: low must be less than high and both finite, got %s and %s"
                            .formatted(low, high));
        }
    }

    /**
     * From the 1st to the 98th percentile, as the paper's quick overviews; a little around a value
     * that all have.
     *
     * @param values finite, at least one; sorted by this
     */
    static ColorScale ofPercentiles(float[] values) {
        Arrays.sort(values);
        double low = percentile(values, LOW_SHARE);
        double high = percentile(values, HIGH_SHARE);
        double margin = Math.max(1e-6, Math.abs(low) * 1e-3);
        return high > low ? new ColorScale(low, high) : new ColorScale(low - margin, low + margin);
    }

    /** Linear between the values beside it. */
    private static double percentile(float[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Colour of a value as 0xRRGGBB. */
    public int rgb(double value) {
        return viridis((value - low) / (high - low));
    }

    /** Colour of a share of the scale; below 0 and above 1 that of the end. */
    static int viridis(double share) {
        double at = Math.max(0, Math.min(1, share));
        int upper = 1;
        while (upper < SHARES.length - 1 && SHARES[upper] < at) {
            upper++;
        }
        double weight = (at - SHARES[upper - 1]) / (SHARES[upper] - SHARES[upper - 1]);
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = (COLORS[upper - 1] >> shift) & 0xFF;
            int to = (COLORS[upper] >> shift) & 0xFF;
            rgb |= (int) Math.round(from + weight * (to - from)) << shift;
        }
        return rgb;
    }
}
