package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.reactor.ReactorType;

/**
 * The reference's derivative along a window of T equal steps h: central inside, one-sided at the
 * end; at the beginning from the initial state x0 over two steps, (y2 - x0) / (2 h), or for a tube,
 * whose initial state the reference leaves out, (y2 - y1) / h.
 *
 * <p>It differs from the derivative by terms of h; of fast reactions it is mostly those.
 *
 * @param byOutputs {@code [T, T]}, row-major: derivative by outputs, 1/h
 * @param byStart {@code [T]}: derivative by the initial state, 1/h
 */
record FiniteDifferences(double[] byOutputs, double[] byStart) {

    static FiniteDifferences of(ReactorType type, int steps, double stepH) {
        double[] byOutputs = new double[steps * steps];
        double[] byStart = new double[steps];
        if (type == ReactorType.PLUG_FLOW) {
            byOutputs[0] = -1 / stepH;
            byOutputs[1] = 1 / stepH;
        } else {
            byStart[0] = -1 / (2 * stepH);
            byOutputs[1] = 1 / (2 * stepH);
        }
        for (int t = 1; t < steps - 1; t++) {
            byOutputs[t * steps + t - 1] = -1 / (2 * stepH);
            byOutputs[t * steps + t + 1] = 1 / (2 * stepH);
        }
        int last = steps - 1;
        byOutputs[last * steps + last - 1] = -1 / stepH;
        byOutputs[last * steps + last] = 1 / stepH;
        return new FiniteDifferences(byOutputs, byStart);
    }
}
