package io.cuvette.bench.training;

import java.util.Arrays;

/**
 * Performance profiles (Dolan and Moré, Mathematical Programming 91, 2002) and their integral as a
 * score (Dahl et al. 2023):
 *
 * <pre>
 * r_sw = t_sw / min over s of t_sw                   infinite where the target was not reached
 * rho_s(tau) = share of workloads with r_sw &lt;= tau
 * score_s = 1 / (4 - 1) * integral of rho_s from 1 to 4
 *         = mean over w of max(0, 4 - r_sw) / (4 - 1)
 * </pre>
 */
public final class PerformanceProfile {

    /** Upper end of the integral; who takes longer than this many times the best gets nothing. */
    static final double LARGEST_RATIO = 4;

    private final double[][] ratios;

    /**
     * @param times {@code [submissions][workloads]}, above 0; infinite where not reached
     */
    public PerformanceProfile(double[][] times) {
        ratios = new double[times.length][];
        for (int s = 0; s < times.length; s++) {
            ratios[s] = new double[times[s].length];
            for (int w = 0; w < times[s].length; w++) {
                double time = times[s][w];
                if (!(time > 0)) {
                    throw new IllegalArgumentException("a time of " + time);
                }
                ratios[s][w] = Double.isFinite(time) ? time / best(times, w) : time;
            }
        }
    }

    private static double best(double[][] times, int workload) {
        return Arrays.stream(times).mapToDouble(of -> of[workload]).min().orElseThrow();
    }

    /** Share of workloads on which a submission is within a factor of the best. */
    double share(int submission, double tau) {
        return Arrays.stream(ratios[submission]).filter(r -> r <= tau).count()
                / (double) ratios[submission].length;
    }

    /** From 0, never within four times the best, to 1, the best everywhere. */
    public double score(int submission) {
        return Arrays.stream(ratios[submission])
                .map(r -> Math.max(0, LARGEST_RATIO - r) / (LARGEST_RATIO - 1))
                .average()
                .orElseThrow();
    }
}
