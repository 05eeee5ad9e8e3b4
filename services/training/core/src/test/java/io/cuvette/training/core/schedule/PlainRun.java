package io.cuvette.training.core.schedule;

/**
 * A run of plain gradient descent or Adam over a {@link PlainTask}; stands in for the training
 * loop, the part of a searching schedule included.
 */
final class PlainRun {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final PlainTask task;
    private final int batchSize;
    private final boolean adam;

    private double[] weights;
    private double[] m;
    private double[] v;
    private long updates;
    private long step;
    private State kept;

    /** What goes back when a trial is over. */
    private record State(double[] weights, double[] m, double[] v, long updates) {}

    PlainRun(PlainTask task, int batchSize, boolean adam) {
        this.task = task;
        this.batchSize = batchSize;
        this.adam = adam;
        this.weights = task.start();
        this.m = new double[weights.length];
        this.v = new double[weights.length];
    }

    /** The excess loss after some more steps; infinite when the run diverged. */
    double train(Schedule schedule, double factor, long steps) {
        for (long i = 0; i < steps; i++) {
            step(factor * schedule.rate(step));
        }
        return excess();
    }

    /** The loop's part of a searching schedule. */
    double search(SearchingSchedule schedule, long steps) {
        for (long i = 0; i < steps; i++) {
            switch (schedule.next()) {
                case SNAPSHOT -> kept = new State(weights.clone(), m.clone(), v.clone(), updates);
                case ROLL_BACK -> {
                    weights = kept.weights.clone();
                    m = kept.m.clone();
                    v = kept.v.clone();
                    updates = kept.updates;
                }
                case GO_ON -> {}
            }
            // trials are judged by held-out rows, as in the paper
            boolean trying = schedule.trying();
            double heldOut = trying ? task.validation(weights) : 0;
            double loss = step(schedule.rate(step));
            schedule.observe(trying ? heldOut : loss);
        }
        return excess();
    }

    double excess() {
        double excess = task.excess(weights);
        return Double.isFinite(excess) ? excess : Double.POSITIVE_INFINITY;
    }

    private double step(double rate) {
        double[] gradient = new double[weights.length];
        double loss = task.loss(weights, step * batchSize, batchSize, gradient);
        step++;
        updates++;
        double correct1 = 1 - Math.pow(BETA1, (double) updates);
        double correct2 = 1 - Math.pow(BETA2, (double) updates);
        for (int i = 0; i < weights.length; i++) {
            double change = gradient[i];
            if (adam) {
                m[i] += (1 - BETA1) * (gradient[i] - m[i]);
                v[i] += (1 - BETA2) * (gradient[i] * gradient[i] - v[i]);
                change = m[i] / correct1 / (Math.sqrt(v[i] / correct2) + 1e-8);
            }
            weights[i] -= rate * change;
        }
        return loss;
    }
}
