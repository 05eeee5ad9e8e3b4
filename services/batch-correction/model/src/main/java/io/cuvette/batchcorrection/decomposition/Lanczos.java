package io.cuvette.batchcorrection.decomposition;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Largest eigenpairs of a symmetric operator by the Lanczos method with full reorthogonalisation
 * (Golub and Van Loan, Matrix Computations, 10.3).
 *
 * <p>The start vector is seeded, so results repeat. An eigenvalue that occurs several times to
 * machine precision may be found fewer times, as with every single-vector Krylov method, unless the
 * whole space is spanned.
 */
public final class Lanczos {

    /**
     * @param values eigenvalues, largest first
     * @param vectors unit eigenvectors, one a row
     * @param converged whether every residual |A v - lambda v| is within the tolerance
     * @param steps size of the Krylov space that was built
     */
    public record Eigenpairs(double[] values, double[][] vectors, boolean converged, int steps) {}

    private Lanczos() {}

    /**
     * @param count number of eigenpairs, at most the dimension
     * @param tolerance largest residual, relative to the largest eigenvalue by magnitude
     * @param maxSteps bound of the Krylov space; memory is {@code maxSteps * dimension} doubles
     */
    public static Eigenpairs largest(
            SymmetricOperator operator, int count, double tolerance, int maxSteps, long seed) {
        int n = operator.dimension();
        if (count < 1 || count > n) {
            throw new IllegalArgumentException(
                    "%d eigenpairs of a matrix of order %d".formatted(count, n));
        }
        int limit = Math.min(n, Math.max(maxSteps, count));
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> basis = new ArrayList<>();
        double[] alpha = new double[limit];
        double[] beta = new double[limit];
        double[] work = new double[n];
        double[] next = randomOrthogonal(n, basis, random);
        int nextCheck = Math.min(limit, 2 * count + 20);
        double scale = 0;
        for (int step = 0; step < limit; step++) {
            basis.add(next);
            operator.multiply(next, work);
            alpha[step] = dot(next, work);
            double[] residual = work.clone();
            // twice is enough (Kahan): the second pass removes what rounding left of the first
            orthogonalize(residual, basis);
            orthogonalize(residual, basis);
            beta[step] = norm(residual);
            scale = Math.max(scale, Math.max(Math.abs(alpha[step]), beta[step]));
            boolean whole = step + 1 == limit;
            if (step + 1 == nextCheck || whole) {
                Eigenpairs pairs = ritzPairs(basis, alpha, beta, count, tolerance, n);
                if (pairs.converged() || whole) {
                    return pairs;
                }
                nextCheck = Math.min(limit, nextCheck + Math.max(20, nextCheck / 4));
            }
            if (beta[step] <= 1e-14 * scale * n || beta[step] == 0) {
                // an invariant subspace is complete: go on in what is orthogonal to it
                beta[step] = 0;
                next = randomOrthogonal(n, basis, random);
            } else {
                next = residual;
                scaleBy(next, 1 / beta[step]);
            }
        }
        throw new IllegalStateException("unreachable: the last step returns");
    }

    private static Eigenpairs ritzPairs(
            List<double[]> basis,
            double[] alpha,
            double[] beta,
            int count,
            double tolerance,
            int n) {
        int m = basis.size();
        double[] main = new double[m];
        double[] secondary = new double[Math.max(0, m - 1)];
        System.arraycopy(alpha, 0, main, 0, m);
        System.arraycopy(beta, 0, secondary, 0, secondary.length);
        // an order-1 matrix has no secondary diagonal for the library's decomposition
        double[] values = main;
        double[][] small = {{1}};
        if (m > 1) {
            EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(main, secondary);
            values = eigen.getEigenvalues();
            small = eigen.getV().transpose().getData();
        }
        double bound = tolerance * Math.max(Math.abs(values[0]), Math.abs(values[m - 1]));
        boolean converged = true;
        for (int i = 0; i < count; i++) {
            converged &= Math.abs(beta[m - 1] * small[i][m - 1]) <= bound;
        }
        double[][] vectors = new double[count][n];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < m; j++) {
                addScaled(vectors[i], basis.get(j), small[i][j]);
            }
            scaleBy(vectors[i], 1 / norm(vectors[i]));
        }
        double[] top = new double[count];
        System.arraycopy(values, 0, top, 0, count);
        return new Eigenpairs(top, vectors, converged || m == n, m);
    }

    private static double[] randomOrthogonal(int n, List<double[]> basis, SplittableRandom random) {
        double[] vector = new double[n];
        for (int attempt = 0; attempt < 5; attempt++) {
            for (int i = 0; i < n; i++) {
                vector[i] = random.nextDouble() - 0.5;
            }
            double before = norm(vector);
            orthogonalize(vector, basis);
            orthogonalize(vector, basis);
            double after = norm(vector);
            if (after > 1e-8 * before) {
                scaleBy(vector, 1 / after);
                return vector;
            }
        }
        throw new ArithmeticException("no direction is left outside the Krylov space");
    }

    private static void orthogonalize(double[] vector, List<double[]> basis) {
        for (double[] direction : basis) {
            addScaled(vector, direction, -dot(direction, vector));
        }
    }

    static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void addScaled(double[] target, double[] direction, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * direction[i];
        }
    }

    private static void scaleBy(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }
}
