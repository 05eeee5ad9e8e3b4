package io.cuvette.batchcorrection.genomap;

import io.cuvette.data.delimited.CsvText;
import java.util.Arrays;
import java.util.List;

/**
 * Where each gene lies on the grid.
 *
 * @param pixelOfGene different pixels, one a gene, counted row by row; the first n of the grid
 * @param objectives Gromov-Wasserstein objective after each iteration, falling
 * @param constant part of the objective that no layout changes; the rest is {@code -1/n^2 sum C1 ln
 *     C2}
 * @param converged false when the bound on the iterations ended the search
 */
public record GenomapLayout(
        LayoutKind kind,
        PixelGrid grid,
        int[] pixelOfGene,
        double[] objectives,
        double constant,
        boolean converged,
        LayoutQuality quality) {

    public GenomapLayout {
        boolean[] taken = new boolean[grid.pixels()];
        for (int pixel : pixelOfGene) {
            if (pixel < 0 || pixel >= taken.length || taken[pixel]) {
                throw new IllegalArgumentException(
                        "pixelOfGene: every gene needs a pixel of its own, %d is not"
                                .formatted(pixel));
            }
            taken[pixel] = true;
        }
    }

    /**
     * Lays the genes out on the smallest square that holds them.
     *
     * @see #of(GeneInteraction, PixelGrid, LayoutKind)
     */
    public static GenomapLayout of(GeneInteraction interaction, LayoutKind kind) {
        return of(interaction, PixelGrid.forGenes(interaction.genes()), kind);
    }

    /**
     * Lays the genes out; deterministic. Memory: about 3 n^2 doubles beside the interaction for
     * {@link LayoutKind#EUCLID2D}, far less for {@link LayoutKind#RADIAL}.
     *
     * @throws IllegalArgumentException for more genes than pixels
     */
    public static GenomapLayout of(GeneInteraction interaction, PixelGrid grid, LayoutKind kind) {
        int genes = interaction.genes();
        if (genes > grid.pixels()) {
            throw new IllegalArgumentException(
                    "grid: %d x %d pixels cannot hold %,d genes; choose a larger grid or fewer genes"
                            .formatted(grid.rows(), grid.columns(), genes));
        }
        Sites sites = Sites.of(kind, grid, genes);
        LayoutSearch.Found found =
                new LayoutSearch(interaction, sites).run(LayoutSearch.MOST_ITERATIONS);
        int[] pixels = pixels(found.siteOfGene(), sites);
        return new GenomapLayout(
                kind,
                grid,
                pixels,
                found.objectives(),
                found.constant(),
                found.converged(),
                LayoutQuality.of(interaction, grid, pixels));
    }

    /** Genes of a site take its pixels in their own order: within a ring it is arbitrary. */
    private static int[] pixels(int[] siteOfGene, Sites sites) {
        int[][] pixelsOfSite = new int[sites.count()][];
        int[] filled = new int[sites.count()];
        for (int site = 0; site < pixelsOfSite.length; site++) {
            pixelsOfSite[site] = new int[sites.capacities()[site]];
        }
        for (int pixel = 0; pixel < sites.siteOfPixel().length; pixel++) {
            int site = sites.siteOfPixel()[pixel];
            pixelsOfSite[site][filled[site]++] = pixel;
        }
        Arrays.fill(filled, 0);
        int[] pixelOfGene = new int[siteOfGene.length];
        for (int gene = 0; gene < pixelOfGene.length; gene++) {
            int site = siteOfGene[gene];
            pixelOfGene[gene] = pixelsOfSite[site][filled[site]++];
        }
        return pixelOfGene;
    }

    public int genes() {
        return pixelOfGene.length;
    }

    public int iterations() {
        return objectives.length;
    }

    /** Objective of this layout. */
    public double objective() {
        return objectives[objectives.length - 1];
    }

    /** Row of a gene's pixel, from 0 at the top. */
    public int row(int gene) {
        return grid.row(pixelOfGene[gene]);
    }

    /** Column of a gene's pixel, from 0 at the left. */
    public int column(int gene) {
        return grid.column(pixelOfGene[gene]);
    }

    /** Gene of every pixel; -1 where there is none. */
    public int[] geneOfPixel() {
        int[] genes = new int[grid.pixels()];
        Arrays.fill(genes, -1);
        for (int gene = 0; gene < pixelOfGene.length; gene++) {
            genes[pixelOfGene[gene]] = gene;
        }
        return genes;
    }

    /** Positions as CSV: {@code gene,row,column}, in the order of the genes. */
    public String csv(List<String> geneNames) {
        if (geneNames.size() != genes()) {
            throw new IllegalArgumentException(
                    "geneNames: %d genes need as many names, got %d"
                            .formatted(genes(), geneNames.size()));
        }
        StringBuilder text = new StringBuilder("gene,row,column\n");
        for (int gene = 0; gene < genes(); gene++) {
            text.append(CsvText.field(geneNames.get(gene)))
                    .append(',')
                    .append(row(gene))
                    .append(',')
                    .append(column(gene))
                    .append('\n');
        }
        return text.toString();
    }
}
