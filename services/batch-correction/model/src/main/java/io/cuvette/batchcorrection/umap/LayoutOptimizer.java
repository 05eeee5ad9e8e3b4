package io.cuvette.batchcorrection.umap;

/**
 * Stochastic gradient descent on the cross entropy between graph and plane, with negative sampling
 * (section 4.2 of the paper). One thread and an own generator: the same seed gives the same bits.
 */
final class LayoutOptimizer {
    private static final double CLIP = 4;
    private static final double SOFTENING = 0.001;

    private final Force attraction;
    private final Force repulsion;
    private final int negativeSamples;
    private final int[] heads;
    private final int[] tails;
    private final double[] epochsPerSample;
    private long state;

    /**
     * @param epochs edges too weak to be sampled once in this many are left out
     */
    LayoutOptimizer(FuzzyGraph graph, Curve curve, int negativeSamples, int epochs, long seed) {
        this.attraction = Force.attraction(curve);
        this.repulsion = Force.repulsion(curve, SOFTENING);
        this.negativeSamples = negativeSamples;
        this.state = seed;
        double largest = graph.largestWeight();
        int edges = 0;
        for (double weight : graph.weights()) {
            edges += weight >= largest / epochs ? 1 : 0;
        }
        heads = new int[edges];
        tails = new int[edges];
        epochsPerSample = new double[edges];
        int next = 0;
        for (int cell = 0; cell < graph.cells(); cell++) {
            for (int k = graph.pointers()[cell]; k < graph.pointers()[cell + 1]; k++) {
                if (graph.weights()[k] >= largest / epochs) {
                    heads[next] = cell;
                    tails[next] = graph.columns()[k];
                    epochsPerSample[next++] = largest / graph.weights()[k];
                }
            }
        }
    }

    /**
     * Moves the points in place.
     *
     * @param plane x and y of each cell in turn
     */
    void optimize(double[] plane, int epochs) {
        double[] nextSample = epochsPerSample.clone();
        double[] nextNegative = new double[heads.length];
        for (int edge = 0; edge < heads.length; edge++) {
            nextNegative[edge] = epochsPerSample[edge] / Math.max(1, negativeSamples);
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            double rate = 1 - epoch / (double) epochs;
            for (int edge = 0; edge < heads.length; edge++) {
                if (nextSample[edge] > epoch) {
                    continue;
                }
                int head = 2 * heads[edge];
                attract(plane, head, 2 * tails[edge], rate);
                nextSample[edge] += epochsPerSample[edge];
                if (negativeSamples > 0) {
                    double perNegative = epochsPerSample[edge] / negativeSamples;
                    int samples = (int) ((epoch - nextNegative[edge]) / perNegative);
                    for (int s = 0; s < samples; s++) {
                        repel(plane, head, 2 * nextCell(plane.length / 2), rate);
                    }
                    nextNegative[edge] += samples * perNegative;
                }
            }
        }
    }

    private void attract(double[] plane, int head, int tail, double rate) {
        double dx = plane[head] - plane[tail];
        double dy = plane[head + 1] - plane[tail + 1];
        double squared = dx * dx + dy * dy;
        if (squared == 0) {
            return;
        }
        double coefficient = -attraction.at(squared);
        double moveX = clip(coefficient * dx) * rate;
        double moveY = clip(coefficient * dy) * rate;
        plane[head] += moveX;
        plane[head + 1] += moveY;
        plane[tail] -= moveX;
        plane[tail + 1] -= moveY;
    }

    private void repel(double[] plane, int head, int other, double rate) {
        if (head == other) {
            return;
        }
        double dx = plane[head] - plane[other];
        double dy = plane[head + 1] - plane[other + 1];
        double squared = dx * dx + dy * dy;
        if (squared == 0) {
            plane[head] += CLIP * rate;
            plane[head + 1] += CLIP * rate;
            return;
        }
        double coefficient = repulsion.at(squared);
        plane[head] += clip(coefficient * dx) * rate;
        plane[head + 1] += clip(coefficient * dy) * rate;
    }

    private static double clip(double value) {
        return Math.max(-CLIP, Math.min(CLIP, value));
    }

    /** SplitMix64 (Steele, Lea and Flood 2014), mapped to a cell by its upper bits. */
    private int nextCell(int cells) {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (int) (((z >>> 32) * cells) >>> 32);
    }
}
