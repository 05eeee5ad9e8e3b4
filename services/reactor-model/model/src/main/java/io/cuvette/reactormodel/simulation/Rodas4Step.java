package io.cuvette.reactormodel.simulation;

/**
 * One step of the Rosenbrock method RODAS: order 4 with an estimate of order 3, six stages,
 * L-stable and stiffly accurate, for node chains. Each stage solves one linear system whose matrix
 * is block lower bidiagonal with blocks of 2, which is forward substitution along the chain.
 *
 * <p>Method: Hairer and Wanner, "Solving Ordinary Differential Equations II", 2nd edition, 1996,
 * section IV.7 (stages in the form of equation 7.25), coefficients as in their code RODAS.
 *
 * <p>Nothing is allocated by a step.
 */
final class Rodas4Step {
    static final double GAMMA = 0.25;

    // a stage's state is y plus the sum of A U
    private static final double A21 = 1.544;
    private static final double A31 = 0.9466785280815826;
    private static final double A32 = 0.2557011698983284;
    private static final double A41 = 3.314825187068521;
    private static final double A42 = 2.896124015972201;
    private static final double A43 = 0.9986419139977817;
    private static final double A51 = 1.221224509226641;
    private static final double A52 = 6.019134481288629;
    private static final double A53 = 12.53708332932087;
    private static final double A54 = -0.6878860361058950;

    // a stage's right-hand side has the sum of C U / h added
    private static final double C21 = -5.6688;
    private static final double C31 = -2.430093356833875;
    private static final double C32 = -0.2063599157091915;
    private static final double C41 = -0.1073529058151375;
    private static final double C42 = -9.594562251023355;
    private static final double C43 = -20.47028614809616;
    private static final double C51 = 7.496443313967647;
    private static final double C52 = -10.24680431464352;
    private static final double C53 = -33.99990352819905;
    private static final double C54 = 11.70890893206160;
    private static final double C61 = 8.083246795921522;
    private static final double C62 = -7.981132988064893;
    private static final double C63 = -31.52159432874371;
    private static final double C64 = 16.31930543123136;
    private static final double C65 = -6.058818238834054;

    private static final int STAGES = 6;

    private final NodeChain chain;
    private final Tolerances tolerances;
    private final int size;
    private final double[] atStart;
    private final double[] jacobian;
    private final double[] inverse;
    private final double[] next;
    private final double[] error;
    // of the node before, then of this one
    private final double[] stageC = new double[STAGES];
    private final double[] stageT = new double[STAGES];
    private final double[] uC = new double[STAGES];
    private final double[] uT = new double[STAGES];

    Rodas4Step(NodeChain chain, Tolerances tolerances) {
        this.chain = chain;
        this.tolerances = tolerances;
        size = 2 * chain.nodes();
        atStart = new double[size];
        jacobian = new double[2 * size];
        inverse = new double[2 * size];
        next = new double[size];
        error = new double[size];
    }

    /**
     * Takes right-hand side and Jacobian where steps start.
     *
     * @return the largest rate of any node, 1/h
     */
    double startAt(double[] state) {
        chain.linearize(state, atStart, jacobian);
        double fastest = 0;
        for (int i = 0; i < 2 * size; i += 4) {
            fastest = Math.max(fastest, Math.abs(jacobian[i]) + Math.abs(jacobian[i + 3]));
        }
        return fastest;
    }

    /**
     * Tries a step.
     *
     * @return its error in units of what is allowed, NaN or infinite when it is of no use
     */
    double attempt(double[] state, double h) {
        invert(1 / (GAMMA * h));
        solve(state, 1 / h);
        return scaledError(state);
    }

    /** The state after the step last tried. */
    double[] next() {
        return next;
    }

    /** Inverts the blocks of shift times the unit matrix less the Jacobian. */
    private void invert(double shift) {
        for (int i = 0; i < 2 * size; i += 4) {
            double m11 = shift - jacobian[i];
            double m12 = -jacobian[i + 1];
            double m21 = -jacobian[i + 2];
            double m22 = shift - jacobian[i + 3];
            double scale = 1 / (m11 * m22 - m12 * m21);
            inverse[i] = m22 * scale;
            inverse[i + 1] = -m12 * scale;
            inverse[i + 2] = -m21 * scale;
            inverse[i + 3] = m11 * scale;
        }
    }

    /** All stages, node after node: a node's stage takes from the same stage of the one before. */
    private void solve(double[] state, double perH) {
        for (int i = 0; i < STAGES; i++) {
            stageC[i] = chain.upstreamConcentration;
            stageT[i] = chain.upstreamTemperatureK;
            uC[i] = 0;
            uT[i] = 0;
        }
        for (int y = 0; y < size; y += 2) {
            double c = state[y];
            double t = state[y + 1];
            finish(0, y, c, t, atStart[y], atStart[y + 1]);
            double c1 = uC[0];
            double t1 = uT[0];
            solveStage(1, y, c + A21 * c1, t + A21 * t1, perH * C21 * c1, perH * C21 * t1);
            double c2 = uC[1];
            double t2 = uT[1];
            solveStage(
                    2,
                    y,
                    c + A31 * c1 + A32 * c2,
                    t + A31 * t1 + A32 * t2,
                    perH * (C31 * c1 + C32 * c2),
                    perH * (C31 * t1 + C32 * t2));
            double c3 = uC[2];
            double t3 = uT[2];
            solveStage(
                    3,
                    y,
                    c + A41 * c1 + A42 * c2 + A43 * c3,
                    t + A41 * t1 + A42 * t2 + A43 * t3,
                    perH * (C41 * c1 + C42 * c2 + C43 * c3),
                    perH * (C41 * t1 + C42 * t2 + C43 * t3));
            double c4 = uC[3];
            double t4 = uT[3];
            double fifthC = c + A51 * c1 + A52 * c2 + A53 * c3 + A54 * c4;
            double fifthT = t + A51 * t1 + A52 * t2 + A53 * t3 + A54 * t4;
            solveStage(
                    4,
                    y,
                    fifthC,
                    fifthT,
                    perH * (C51 * c1 + C52 * c2 + C53 * c3 + C54 * c4),
                    perH * (C51 * t1 + C52 * t2 + C53 * t3 + C54 * t4));
            double c5 = uC[4];
            double t5 = uT[4];
            solveStage(
                    5,
                    y,
                    fifthC + c5,
                    fifthT + t5,
                    perH * (C61 * c1 + C62 * c2 + C63 * c3 + C64 * c4 + C65 * c5),
                    perH * (C61 * t1 + C62 * t2 + C63 * t3 + C64 * t4 + C65 * t5));
            // stiffly accurate: the last solution is the error's estimate
            next[y] = fifthC + c5 + uC[5];
            next[y + 1] = fifthT + t5 + uT[5];
            error[y] = uC[5];
            error[y + 1] = uT[5];
        }
    }

    /** One stage of one node from its state and what is added to its right-hand side. */
    private void solveStage(int stage, int y, double c, double t, double addedC, double addedT) {
        double exchange = chain.exchangePerH;
        double rate = chain.rateConstant(t) * chain.power(c);
        double side = chain.sideRateConstant(t) * c;
        double rightC = exchange * (stageC[stage] - c) - rate - side + addedC;
        double rightT =
                exchange * (stageT[stage] - t)
                        + chain.heatingKM3PerKmol * rate
                        + chain.sideHeatingKM3PerKmol * side
                        + chain.sourceKPerH
                        - chain.coolingPerH * t
                        + addedT;
        finish(stage, y, c, t, rightC, rightT);
    }

    /** Forward substitution, and what the next node takes from this one. */
    private void finish(int stage, int y, double c, double t, double rightC, double rightT) {
        double fullC = rightC + chain.exchangePerH * uC[stage];
        double fullT = rightT + chain.exchangePerH * uT[stage];
        int block = 2 * y;
        uC[stage] = inverse[block] * fullC + inverse[block + 1] * fullT;
        uT[stage] = inverse[block + 2] * fullC + inverse[block + 3] * fullT;
        stageC[stage] = c;
        stageT[stage] = t;
    }

    /** Root mean square of the errors in units of what is allowed. */
    private double scaledError(double[] state) {
        double sum = 0;
        double relative = tolerances.relative();
        for (int y = 0; y < size; y += 2) {
            double allowedC =
                    tolerances.concentrationKmolPerM3()
                            + relative * Math.max(Math.abs(state[y]), Math.abs(next[y]));
            double allowedT =
                    tolerances.temperatureK()
                            + relative * Math.max(Math.abs(state[y + 1]), Math.abs(next[y + 1]));
            double shareC = error[y] / allowedC;
            double shareT = error[y + 1] / allowedT;
            sum += shareC * shareC + shareT * shareT;
        }
        return Math.sqrt(sum / size);
    }
}
