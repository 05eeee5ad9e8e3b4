package io.cuvette.reactormodel.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuadraticProgramTest {

    @Test
    void withoutActiveLimitsItIsNewtonsStep() {
        double[] z =
                QuadraticProgram.minimize(
                        new double[][] {{4, 1}, {1, 3}},
                        new double[] {-1, -2},
                        new double[][] {{1, 0}},
                        new double[] {100});

        assertThat(z[0]).isCloseTo(1. / 11, within(1e-9));
        assertThat(z[1]).isCloseTo(7. / 11, within(1e-9));
    }

    @Test
    void projectsOntoALineAndABox() {
        // nearest to (3, 2) with x + y <= 4, and to (3, 2.5) with x <= 2 too
        double[][] unit = {{1, 0}, {0, 1}};
        double[] z =
                QuadraticProgram.minimize(
                        unit, new double[] {-3, -2}, new double[][] {{1, 1}}, new double[] {4});
        assertThat(z[0]).isCloseTo(2.5, within(1e-8));
        assertThat(z[1]).isCloseTo(1.5, within(1e-8));

        double[] boxed =
                QuadraticProgram.minimize(
                        unit,
                        new double[] {-3, -2.5},
                        new double[][] {{1, 1}, {1, 0}},
                        new double[] {4, 2});
        assertThat(boxed[0]).isCloseTo(2, within(1e-8));
        assertThat(boxed[1]).isCloseTo(2, within(1e-8));
    }

    @Test
    void aPriceWithoutCurvatureBoundsFromBelow() {
        // min p^2 / 2 - 3 p + 10 t with p - t <= 1, t >= 0: t = 0; with the price 1 it is t = 1
        double[][] h = {{1, 0}, {0, 0}};
        double[][] a = {{1, -1}, {0, -1}};
        double[] b = {1, 0};

        double[] dear = QuadraticProgram.minimize(h, new double[] {-3, 10}, a, b);
        double[] cheap = QuadraticProgram.minimize(h, new double[] {-3, 1}, a, b);

        assertThat(dear[0]).isCloseTo(1, within(1e-7));
        assertThat(dear[1]).isCloseTo(0, within(1e-7));
        assertThat(cheap[0]).isCloseTo(2, within(1e-7));
        assertThat(cheap[1]).isCloseTo(1, within(1e-7));
    }

    @Test
    void noAllowedPointNearbyIsBetterInManyDimensions() {
        Random random = new Random(20261122);
        for (int trial = 0; trial < 40; trial++) {
            int unknowns = 2 + random.nextInt(30);
            int rows = 1 + random.nextInt(60);
            double[][] root = gaussian(random, 1 + random.nextInt(unknowns), unknowns);
            double[][] h = new double[unknowns][unknowns];
            for (double[] row : root) {
                for (int i = 0; i < unknowns; i++) {
                    for (int j = 0; j < unknowns; j++) {
                        h[i][j] += row[i] * row[j];
                    }
                }
            }
            double[] c = gaussian(random, 1, unknowns)[0];
            // a box keeps it bounded; 0 is allowed
            double[][] a = new double[rows + 2 * unknowns][unknowns];
            double[] b = new double[a.length];
            System.arraycopy(gaussian(random, rows, unknowns), 0, a, 0, rows);
            for (int i = 0; i < rows; i++) {
                b[i] = random.nextDouble();
            }
            for (int i = 0; i < unknowns; i++) {
                a[rows + 2 * i][i] = 1;
                a[rows + 2 * i + 1][i] = -1;
                b[rows + 2 * i] = 1;
                b[rows + 2 * i + 1] = 1;
            }

            double[] z = QuadraticProgram.minimize(h, c, a, b);

            assertThat(violation(a, b, z)).isLessThan(1e-8);
            double value = value(h, c, z);
            for (int probe = 0; probe < 2000; probe++) {
                double[] other = z.clone();
                double size = Math.pow(10, -4 * random.nextDouble());
                for (int i = 0; i < unknowns; i++) {
                    other[i] += size * random.nextGaussian() * (random.nextInt(3) == 0 ? 1 : 0);
                }
                // towards 0 until it is allowed
                while (violation(a, b, other) > 0) {
                    for (int i = 0; i < unknowns; i++) {
                        other[i] *= 0.95;
                    }
                }
                assertThat(value(h, c, other)).isGreaterThan(value - 1e-7);
            }
        }
    }

    private static double[][] gaussian(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return matrix;
    }

    private static double violation(double[][] a, double[] b, double[] z) {
        double largest = 0;
        for (int i = 0; i < b.length; i++) {
            double sum = -b[i];
            for (int j = 0; j < z.length; j++) {
                sum += a[i][j] * z[j];
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    private static double value(double[][] h, double[] c, double[] z) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += c[i] * z[i];
            for (int j = 0; j < z.length; j++) {
                sum += h[i][j] * z[i] * z[j] / 2;
            }
        }
        return sum;
    }
}
