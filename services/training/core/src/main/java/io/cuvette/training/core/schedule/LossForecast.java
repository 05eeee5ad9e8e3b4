package io.cuvette.training.core.schedule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The loss some steps ahead, from the first ones (Jin et al., section 3.2): {@code L(t) = a exp(b
 * t) + c} with b below 0, in least squares. For a given b the best a and c are those of a line, so
 * only b is searched for.
 *
 * <p>The paper takes outliers out of the first half of the series by their distance from a spline;
 * here by their distance from the curve itself, three in a hundred a round. It leaves the range of
 * b open; here the time constant lies between a step and the length of the series: a longer one
 * makes the curve a line, whose slope is mostly noise by the time it is drawn on to the horizon.
 */
final class LossForecast {
    private static final int ROUNDS = 5;
    private static final double OUTLIERS = 0.03;
    private static final double GOLDEN = (StrictMath.sqrt(5) - 1) / 2;
    private static final int SEARCH_STEPS = 40;

    private LossForecast() {}

    /** {@code a exp(b t) + c} and the sum of its squared residuals. */
    record Curve(double a, double b, double c, double error) {
        double at(double t) {
            return a * StrictMath.exp(b * t) + c;
        }
    }

    /**
     * @param losses after 0, 1, 2 ... steps, at least four, all finite
     * @param horizon steps, not below the number of losses
     */
    static double after(double[] losses, double horizon) {
        return fit(losses).at(horizon);
    }

    static Curve fit(double[] losses) {
        int[] kept = IntStream.range(0, losses.length).toArray();
        Curve curve = fit(losses, kept);
        for (int round = 0; round < ROUNDS; round++) {
            int outliers = (int) (OUTLIERS * kept.length);
            Curve last = curve;
            int[] fewer =
                    Arrays.stream(kept)
                            .boxed()
                            .sorted(Comparator.comparingDouble(t -> residual(last, losses, t)))
                            .limit(outliers)
                            .mapToInt(t -> t)
                            .filter(t -> t < losses.length / 2)
                            .sorted()
                            .toArray();
            if (fewer.length == 0) {
                break;
            }
            kept = Arrays.stream(kept).filter(t -> Arrays.binarySearch(fewer, t) < 0).toArray();
            curve = fit(losses, kept);
        }
        return curve;
    }

    /** The negative distance, so that the largest come first. */
    private static double residual(Curve curve, double[] losses, int t) {
        return -Math.abs(losses[t] - curve.at(t));
    }

    /** Golden-section search over ln(-b). */
    private static Curve fit(double[] losses, int[] times) {
        double low = -StrictMath.log(losses.length);
        double high = 0;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        Curve atLeft = line(losses, times, left);
        Curve atRight = line(losses, times, right);
        for (int i = 0; i < SEARCH_STEPS; i++) {
            if (atLeft.error() <= atRight.error()) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = line(losses, times, left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = line(losses, times, right);
            }
        }
        return atLeft.error() <= atRight.error() ? atLeft : atRight;
    }

    /** The line over {@code u = exp(b t)}. */
    private static Curve line(double[] losses, int[] times, double logRate) {
        double b = -StrictMath.exp(logRate);
        double meanU = 0;
        double meanY = 0;
        for (int t : times) {
            meanU += StrictMath.exp(b * t) / times.length;
            meanY += losses[t] / times.length;
        }
        double uu = 0;
        double uy = 0;
        double yy = 0;
        for (int t : times) {
            double u = StrictMath.exp(b * t) - meanU;
            double y = losses[t] - meanY;
            uu += u * u;
            uy += u * y;
            yy += y * y;
        }
        double a = uu > 0 ? uy / uu : 0;
        return new Curve(a, b, meanY - a * meanU, yy - a * uy);
    }
}
