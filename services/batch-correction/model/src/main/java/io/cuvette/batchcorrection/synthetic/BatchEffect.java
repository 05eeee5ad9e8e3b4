package io.cuvette.batchcorrection.synthetic;

/** What decides the factor on the expression of a gene in a batch. All sigmas are of logarithms. */
public sealed interface BatchEffect {

    /**
     * Every batch has its own factor of each gene: ln factor ~ N(0, sigma^2).
     *
     * @param sigma 0 is no batch effect, 0.1 weak, 0.35 usual, 0.6 strong
     */
    record Independent(double sigma) implements BatchEffect {
        public Independent {
            requireSigma("sigma", sigma);
        }
    }

    /**
     * A batch is one donor, region and protocol, and its ln factor the sum of theirs and of a
     * residual of its own. Batches are different combinations drawn at random; half of the donors
     * are cases, so donor, region, protocol and diagnosis are functions of the batch.
     *
     * @param donorSigma standard deviation of the donors' ln factors, and so on
     */
    record Hierarchical(
            int donors,
            int regions,
            int protocols,
            double donorSigma,
            double regionSigma,
            double protocolSigma,
            double residualSigma)
            implements BatchEffect {

        /** As many donors, regions and protocols as the heart atlas of 147 samples has. */
        public static final Hierarchical HEART = new Hierarchical(14, 6, 3, 0.2, 0.1, 0.3, 0.1);

        public Hierarchical {
            if (donors < 1 || regions < 1 || protocols < 1) {
                throw new IllegalArgumentException(
                        "donors, regions and protocols must be at least 1");
            }
            if ((long) donors * regions * protocols > 1_000_000) {
                throw new IllegalArgumentException(
                        "donors x regions x protocols must be at most 1,000,000");
            }
            requireSigma("donorSigma", donorSigma);
            requireSigma("regionSigma", regionSigma);
            requireSigma("protocolSigma", protocolSigma);
            requireSigma("residualSigma", residualSigma);
        }

        /** All effects stronger (above 1) or weaker; 0 is no batch effect. */
        public Hierarchical scaledBy(double factor) {
            return new Hierarchical(
                    donors,
                    regions,
                    protocols,
                    factor * donorSigma,
                    factor * regionSigma,
                    factor * protocolSigma,
                    factor * residualSigma);
        }

        /** Different batches that there can be. */
        public int combinations() {
            return donors * regions * protocols;
        }
    }

    private static void requireSigma(String name, double sigma) {
        if (!(sigma >= 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite");
        }
    }
}
