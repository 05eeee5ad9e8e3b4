package io.cuvette.training.core.uncertainty;

/** How badly a class fits a sample, for sets of classes; smaller is better. */
public enum ClassScore {
    /**
     * One less the class's probability: the smallest sets on average (Sadinle, Lei and Wasserman,
     * JASA 2019, arXiv:1609.00451).
     */
    PROBABILITY {
        @Override
        double of(double[] probabilities, int label) {
            return 1 - probabilities[label];
        }
    },
    /**
     * Probability of all classes that are as probable or more: sets that grow with the difficulty
     * of the sample (Romano, Sesia and Candes, NeurIPS 2020, arXiv:2006.02544, without their
     * randomisation, so a little wider).
     */
    CUMULATIVE {
        @Override
        double of(double[] probabilities, int label) {
            double sum = 0;
            for (double probability : probabilities) {
                if (probability >= probabilities[label]) {
                    sum += probability;
                }
            }
            return sum;
        }
    };

    abstract double of(double[] probabilities, int label);
}
