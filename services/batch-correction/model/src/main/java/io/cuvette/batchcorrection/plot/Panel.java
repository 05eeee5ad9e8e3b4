package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Locale;

/**
 * Points of one embedding.
 *
 * @param title over the panel, usually the method
 * @param x one a cell
 * @param y one a cell
 */
public record Panel(String title, String xLabel, String yLabel, double[] x, double[] y) {

    public Panel {
        if (x.length != y.length) {
            throw new IllegalArgumentException("x and y differ in length");
        }
    }

    /** A layout with two dimensions. */
    public static Panel ofUmap(String title, Embedding plane) {
        return of(title, "UMAP 1", "UMAP 2", plane);
    }

    /**
     * The first two principal components of an embedding, with their share of its variance. For
     * components themselves this is the share among those kept, not of the data: use {@link
     * #ofPrincipalComponents(String, Embedding, double[])} where the latter is known.
     */
    public static Panel ofPrincipalComponents(String title, Embedding embedding) {
        Pca pca = Pca.fit(embedding, 2);
        return ofPrincipalComponents(title, pca, pca.transform(embedding));
    }

    /**
     * The first two components of a fit.
     *
     * @param scores at least one dimension; a single one is drawn along a line
     */
    public static Panel ofPrincipalComponents(String title, Pca pca, Embedding scores) {
        double[] share = pca.explainedVarianceRatio();
        return of(
                title,
                componentLabel(1, share[0]),
                componentLabel(2, share.length > 1 ? share[1] : 0),
                scores);
    }

    /**
     * The first two of components that were fitted elsewhere, as they are.
     *
     * @param scores of the components, in order
     * @param shares of each component in the variance of the data that were fitted, all genes of
     *     it, as {@link Pca#explainedVarianceRatio}; one at least a drawn dimension
     */
    public static Panel ofPrincipalComponents(String title, Embedding scores, double[] shares) {
        int drawn = Math.min(2, scores.dimensions());
        if (shares.length < drawn) {
            throw new IllegalArgumentException(
                    "%d shares of variance for %d components".formatted(shares.length, drawn));
        }
        double sum = 0;
        for (double share : shares) {
            // a NaN fails this test, too
            if (!(share >= 0)) {
                throw new IllegalArgumentException("a share of variance is " + share);
            }
            sum += share;
        }
        if (sum > 1 + 1e-6) {
            throw new IllegalArgumentException("the shares of variance add up to " + sum);
        }
        return of(
                title,
                componentLabel(1, shares[0]),
                componentLabel(2, shares.length > 1 ? shares[1] : 0),
                scores);
    }

    private static String componentLabel(int number, double share) {
        return String.format(Locale.ROOT, "PC%d (%.1f %%)", number, 100 * share);
    }

    private static Panel of(String title, String xLabel, String yLabel, Embedding points) {
        double[] x = new double[points.cells()];
        double[] y = new double[points.cells()];
        for (int cell = 0; cell < x.length; cell++) {
            x[cell] = points.get(cell, 0);
            y[cell] = points.dimensions() > 1 ? points.get(cell, 1) : 0;
        }
        return new Panel(title, xLabel, yLabel, x, y);
    }
}
