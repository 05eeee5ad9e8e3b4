package io.cuvette.reactormodel.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;
import org.ojalgo.structure.Access2D;

/** Against another method by other hands: the active sets of ojAlgo's {@link ConvexSolver}. */
class QuadraticProgramOracleTest {
    private static final int STEPS = 15;
    private static final double GROWTH = 1.15;

    /**
     * Programs as the controller makes them, of a state that grows: x' = 1.15 x + u, u in a box.
     */
    private record Program(double[][] h, double[] c, double[][] a, double[] b) {

        /**
         * States are to be 0 and stay below a limit, or pass it by the last unknown at a price.
         *
         * @param price for 1 by which the limit is passed
         */
        static Program steering(double start, double limit, double moveWeight, double price) {
            int unknowns = STEPS + 1;
            double[][] h = new double[unknowns][unknowns];
            double[] c = new double[unknowns];
            c[STEPS] = price;
            double[][] a = new double[3 * STEPS + 1][unknowns];
            double[] b = new double[a.length];
            double held = start;
            for (int step = 0; step < STEPS; step++) {
                held *= GROWTH;
                double[] row = new double[unknowns];
                for (int j = 0; j <= step; j++) {
                    row[j] = Math.pow(GROWTH, step - j);
                }
                addSquare(h, c, row, held, 1);
                double[] move = new double[unknowns];
                move[step] = 1;
                if (step > 0) {
                    move[step - 1] = -1;
                }
                addSquare(h, c, move, 0, moveWeight);
                a[3 * step][step] = 1;
                a[3 * step + 1][step] = -1;
                b[3 * step] = 1;
                b[3 * step + 1] = 1;
                row[STEPS] = -1;
                a[3 * step + 2] = row;
                b[3 * step + 2] = limit - held;
            }
            a[3 * STEPS][STEPS] = -1;
            return new Program(h, c, a, b);
        }

        private static void addSquare(
                double[][] h, double[] c, double[] row, double off, double weight) {
            for (int i = 0; i < row.length; i++) {
                c[i] += 2 * weight * row[i] * off;
                for (int j = 0; j < row.length; j++) {
                    h[i][j] += 2 * weight * row[i] * row[j];
                }
            }
        }

        double value(double[] z) {
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += z[i] * (c[i] + dot(h[i], z) / 2);
            }
            return sum;
        }

        double violation(double[] z) {
            double largest = 0;
            for (int i = 0; i < b.length; i++) {
                largest = Math.max(largest, dot(a[i], z) - b[i]);
            }
            return largest;
        }

        /** From no change and the violation that leaves, which is always allowed. */
        double[] solvedByActiveSets() {
            double[] start = new double[STEPS + 1];
            for (int i = 0; i < b.length; i++) {
                if (a[i][STEPS] < 0) {
                    start[STEPS] = Math.max(start[STEPS], -b[i]);
                }
            }
            Optimisation.Result result =
                    ConvexSolver.newBuilder(Access2D.wrap(h))
                            .linear(Arrays.stream(c).map(v -> -v).toArray())
                            .inequalities(Access2D.wrap(a), R064Store.FACTORY.column(b))
                            .build()
                            .solve(Optimisation.Result.of(Optimisation.State.FEASIBLE, start));
            assertThat(result.getState()).isEqualTo(Optimisation.State.OPTIMAL);
            return result.toRawCopy1D();
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    @Test
    void findsTheMinimumThatActiveSetsFind() {
        Random random = new Random(20261122);
        int passing = 0;
        int kept = 0;
        for (int trial = 0; trial < 60; trial++) {
            double start = 8 * random.nextDouble() - 2;
            double limit = 0.5 + 3 * random.nextDouble();
            double price = Math.pow(10, 4 * random.nextDouble() - 1);
            Program program = Program.steering(start, limit, 0.01 + random.nextDouble(), price);

            double[] z = QuadraticProgram.minimize(program.h, program.c, program.a, program.b);
            double[] other = program.solvedByActiveSets();

            assertThat(program.violation(z)).isLessThan(1e-8);
            assertThat(program.violation(other)).isLessThan(1e-6);
            double unit = 1 + Math.abs(program.value(other));
            assertThat(program.value(z))
                    .as("trial %d", trial)
                    .isCloseTo(program.value(other), within(1e-6 * unit));
            for (int i = 0; i < z.length; i++) {
                assertThat(z[i])
                        .as("trial %d, unknown %d", trial, i)
                        .isCloseTo(other[i], within(1e-4));
            }
            if (z[STEPS] > 1e-6) {
                passing++;
            } else {
                kept++;
            }
        }
        assertThat(passing).isGreaterThan(5);
        assertThat(kept).isGreaterThan(5);
    }
}
