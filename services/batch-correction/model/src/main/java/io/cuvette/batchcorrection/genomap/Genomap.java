package io.cuvette.batchcorrection.genomap;

/**
 * Makes pictures of rows: every gene's value at its pixel.
 *
 * @param scale of the genes over the rows that the layout was made of
 */
public record Genomap(GenomapLayout layout, GeneScale scale) {

    public Genomap {
        if (layout.genes() != scale.genes()) {
            throw new IllegalArgumentException(
                    "scale: the layout has %d genes, the scale %d"
                            .formatted(layout.genes(), scale.genes()));
        }
    }

    /** Lays out and pictures the same rows on the smallest square that holds the genes. */
    public static Genomap of(RowSource rows, LayoutKind kind) {
        GeneInteraction interaction = GeneInteraction.of(rows);
        return new Genomap(GenomapLayout.of(interaction, kind), interaction.scale());
    }

    /**
     * The picture of a row, standardised by gene as in the paper.
     *
     * @param values one a gene
     * @return rows x columns, row by row; 0 where there is no gene
     */
    public float[] image(float[] values) {
        checkGenes(values);
        float[] standardized = new float[values.length];
        for (int gene = 0; gene < values.length; gene++) {
            standardized[gene] = (float) scale.standardize(gene, values[gene]);
        }
        return place(standardized);
    }

    /** The picture of values as they are. */
    public float[] place(float[] values) {
        checkGenes(values);
        float[] image = new float[layout.grid().pixels()];
        for (int gene = 0; gene < values.length; gene++) {
            image[layout.pixelOfGene()[gene]] = values[gene];
        }
        return image;
    }

    private void checkGenes(float[] values) {
        if (values.length != layout.genes()) {
            throw new IllegalArgumentException(
                    "values: the genomap has %d genes, got %d"
                            .formatted(layout.genes(), values.length));
        }
    }
}
