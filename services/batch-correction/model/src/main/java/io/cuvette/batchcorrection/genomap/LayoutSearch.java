package io.cuvette.batchcorrection.genomap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gromov-Wasserstein with the loss L(a, b) = a ln(a / b) - a + b between genes and sites (Peyre,
 * Cuturi, Solomon, ICML 2016), linearised and solved exactly again and again (Frank-Wolfe with full
 * steps), as in genomap (Islam and Xing, Nat Commun 14:679, 2023).
 *
 * <p>With uniform marginals the objective of a layout s (gene i at site s(i), n genes) is
 *
 * <pre>
 * F(s) = 1/n^2 sum_ik (C1_ik ln C1_ik - C1_ik + C2_{s(i) s(k)}) - 1/n^2 sum_ik C1_ik ln C2_{s(i) s(k)}
 * </pre>
 *
 * <p>the first sum of which does not depend on the layout. A step takes the gradient G[i][r] = -1/n
 * sum_k C1_ik ln C2_{s(k) r} and the assignment of genes to sites that makes sum_i G[i][s(i)]
 * smallest. From the uniform plan G has rank one, so that the first assignment is a sort.
 *
 * <p>F does not increase: on directions D with zero sums, C1 acts as minus a correlation matrix and
 * ln C2 is negative semidefinite (-ln of a distance is a conditionally positive kernel), so that
 * the quadratic part of F is concave and its tangent lies above it. Genes that do not vary are
 * outside of this argument (their C1 is 0, which no correlation gives); a step that does not lower
 * F ends the search and is not taken.
 */
final class LayoutSearch {
    static final int MOST_ITERATIONS = 200;

    /** Below this share of F a change is rounding. */
    private static final double RELATIVE_CHANGE = 1e-12;

    private static final int GENE_BLOCK = 64;

    private final int genes;
    private final double[][] interaction;
    private final Sites sites;
    private final double constant;

    /**
     * @param siteOfGene best layout
     * @param objectives F after each iteration, falling
     * @param constant part of F that no layout changes
     * @param converged whether the next step would not change the layout or not lower F
     */
    record Found(int[] siteOfGene, double[] objectives, double constant, boolean converged) {}

    LayoutSearch(GeneInteraction interaction, Sites sites) {
        this.genes = interaction.genes();
        this.interaction = interaction.distances();
        this.sites = sites;
        this.constant = constant();
    }

    Found run(int mostIterations) {
        int[] current = firstLayout();
        double[][] gradient = new double[genes][sites.count()];
        List<Double> objectives = new ArrayList<>();
        fillGradient(current, gradient);
        objectives.add(objective(current, gradient));
        double[] prices = null;
        boolean converged = false;
        while (!converged && objectives.size() < mostIterations) {
            CapacitatedAssignment.Solution step =
                    prices == null
                            ? CapacitatedAssignment.solve(gradient, sites.capacities())
                            : CapacitatedAssignment.solve(gradient, sites.capacities(), prices);
            prices = step.prices();
            converged = Arrays.equals(step.columnOf(), current);
            if (!converged) {
                fillGradient(step.columnOf(), gradient);
                double last = objectives.get(objectives.size() - 1);
                double next = objective(step.columnOf(), gradient);
                if (last - next <= RELATIVE_CHANGE * Math.abs(last)) {
                    converged = true;
                } else {
                    objectives.add(next);
                    current = step.columnOf();
                }
            }
        }
        return new Found(
                current,
                objectives.stream().mapToDouble(Double::doubleValue).toArray(),
                constant,
                converged);
    }

    /**
     * The exact step from the uniform plan: G[i][r] = -a_i b_r with a_i a gene's mean distance and
     * b_r a site's mean log-distance, smallest when both are in the same order.
     */
    private int[] firstLayout() {
        double[] remoteness = new double[genes];
        for (int i = 0; i < genes; i++) {
            for (int k = 0; k < genes; k++) {
                remoteness[i] += interaction[i][k];
            }
        }
        int count = sites.count();
        double[] eccentricity = new double[count];
        for (int r = 0; r < count; r++) {
            for (int s = 0; s < count; s++) {
                eccentricity[r] += sites.capacities()[s] * sites.logDistances()[r][s];
            }
        }
        int[] byGene = ascending(remoteness);
        int[] bySite = ascending(eccentricity);
        int[] siteOfGene = new int[genes];
        int next = 0;
        for (int site : bySite) {
            for (int place = 0; place < sites.capacities()[site]; place++) {
                siteOfGene[byGene[next++]] = site;
            }
        }
        return siteOfGene;
    }

    private static int[] ascending(double[] keys) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> keys[k]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void fillGradient(int[] siteOfGene, double[][] gradient) {
        int count = sites.count();
        int blocks = (genes + GENE_BLOCK - 1) / GENE_BLOCK;
        IntStream.range(0, blocks)
                .parallel()
                .forEach(
                        block -> {
                            int from = block * GENE_BLOCK;
                            int to = Math.min(genes, from + GENE_BLOCK);
                            // sum over the genes of a site first: sites may be far fewer
                            double[][] bySite = new double[to - from][count];
                            for (int i = from; i < to; i++) {
                                double[] sums = bySite[i - from];
                                for (int k = 0; k < genes; k++) {
                                    sums[siteOfGene[k]] -= interaction[i][k] / genes;
                                }
                                Arrays.fill(gradient[i], 0);
                            }
                            BlockedProduct.add(
                                    bySite, sites.logDistances(), count, gradient, from, 0);
                        });
    }

    /** F from the gradient at the same layout. */
    private double objective(int[] siteOfGene, double[][] gradient) {
        double sum = 0;
        for (int i = 0; i < genes; i++) {
            sum += gradient[i][siteOfGene[i]];
        }
        return constant + sum / genes;
    }

    private double constant() {
        double genePart = 0;
        for (double[] distances : interaction) {
            double row = 0;
            for (double a : distances) {
                row += a > 0 ? a * Math.log(a) - a : 0;
            }
            genePart += row;
        }
        double sitePart = 0;
        int count = sites.count();
        for (int r = 0; r < count; r++) {
            double row = 0;
            for (int s = 0; s < count; s++) {
                row += sites.capacities()[s] * sites.distances()[r][s];
            }
            sitePart += sites.capacities()[r] * row;
        }
        return (genePart + sitePart) / ((double) genes * genes);
    }
}
