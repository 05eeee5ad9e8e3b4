package io.cuvette.batchcorrection.harmony;

/**
 * Settings of Harmony. The defaults are those of the authors' package (Korsunsky et al. 2019).
 *
 * @param theta weight of the diversity penalty, 0 to 100; 0 ignores batches while clustering
 * @param lambda ridge penalty of batch effects, above 0 to 1e6; large values correct less
 * @param sigma width of soft clusters, 0.001 to 10; small values give hard clusters
 * @param clusters 1 to 2,000, or {@link #AUTOMATIC}
 * @param tau cells a cluster expected of a batch, 0 to 1e6; theta of a batch with fewer is lowered
 *     to {@code theta (1 - exp(-(cells / (clusters tau))^2))}; 0 lowers none
 * @param blockSize share of cells that are assigned at a time, 0.001 to 1
 * @param maxOuter rounds of clustering and correction, 1 to 1,000
 * @param maxInner iterations of the clustering in a round, 1 to 1,000
 * @param epsilonCluster relative change of the objective that ends a clustering, 0 to 1
 * @param epsilonHarmony relative change of the objective that ends all, 0 to 1
 */
public record HarmonySettings(
        double theta,
        double lambda,
        double sigma,
        int clusters,
        double tau,
        double blockSize,
        int maxOuter,
        int maxInner,
        double epsilonCluster,
        double epsilonHarmony) {

    /** {@code min(round(cells / 30), 100)} clusters, at least 1. */
    public static final int AUTOMATIC = 0;

    public static final HarmonySettings DEFAULT =
            new HarmonySettings(2, 1, 0.1, AUTOMATIC, 0, 0.05, 10, 20, 1e-5, 1e-4);

    private static final int MOST_CLUSTERS = 2_000;
    private static final int CELLS_PER_CLUSTER = 30;
    private static final int MOST_AUTOMATIC_CLUSTERS = 100;

    public HarmonySettings {
        within("theta", theta, 0, 100);
        within("lambda", lambda, Double.MIN_NORMAL, 1e6);
        within("sigma", sigma, 1e-3, 10);
        within("clusters", clusters, AUTOMATIC, MOST_CLUSTERS);
        within("tau", tau, 0, 1e6);
        within("blockSize", blockSize, 1e-3, 1);
        within("maxOuter", maxOuter, 1, 1_000);
        within("maxInner", maxInner, 1, 1_000);
        within("epsilonCluster", epsilonCluster, 0, 1);
        within("epsilonHarmony", epsilonHarmony, 0, 1);
    }

    /** Number of clusters for so many cells: never more than cells. */
    public int clustersFor(int cells) {
        long wanted =
                clusters == AUTOMATIC
                        ? Math.min(
                                Math.round(cells / (double) CELLS_PER_CLUSTER),
                                MOST_AUTOMATIC_CLUSTERS)
                        : clusters;
        return (int) Math.max(1, Math.min(wanted, cells));
    }

    public HarmonySettings withTheta(double changed) {
        return new HarmonySettings(
                changed,
                lambda,
                sigma,
                clusters,
                tau,
                blockSize,
                maxOuter,
                maxInner,
                epsilonCluster,
                epsilonHarmony);
    }

    public HarmonySettings withLambda(double changed) {
        return new HarmonySettings(
                theta,
                changed,
                sigma,
                clusters,
                tau,
                blockSize,
                maxOuter,
                maxInner,
                epsilonCluster,
                epsilonHarmony);
    }

    public HarmonySettings withClusters(int changed) {
        return new HarmonySettings(
                theta,
                lambda,
                sigma,
                changed,
                tau,
                blockSize,
                maxOuter,
                maxInner,
                epsilonCluster,
                epsilonHarmony);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s is %s; allowed are %s to %s"
                            .formatted(name, text(value), text(least), text(most)));
        }
    }

    private static String text(double value) {
        if (value == Double.MIN_NORMAL) {
            return "values above 0";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
