package io.cuvette.batchcorrection.genomap;

/**
 * How well a layout puts correlated genes side by side: mean 1 - Pearson over pairs of genes that
 * vary. A random layout has about the same value for both.
 *
 * @param neighbors of genes on pixels that touch, corners included; NaN when there is none
 * @param allPairs of all genes
 */
public record LayoutQuality(double neighbors, double allPairs) {

    static LayoutQuality of(GeneInteraction interaction, PixelGrid grid, int[] pixelOfGene) {
        double near = 0;
        double all = 0;
        long nearPairs = 0;
        long allPairs = 0;
        GeneScale scale = interaction.scale();
        for (int i = 0; i < pixelOfGene.length; i++) {
            if (scale.isConstant(i)) {
                continue;
            }
            for (int j = i + 1; j < pixelOfGene.length; j++) {
                if (scale.isConstant(j)) {
                    continue;
                }
                double distance = interaction.distance(i, j);
                all += distance;
                allPairs++;
                if (grid.touch(pixelOfGene[i], pixelOfGene[j])) {
                    near += distance;
                    nearPairs++;
                }
            }
        }
        return new LayoutQuality(
                nearPairs == 0 ? Double.NaN : near / nearPairs,
                allPairs == 0 ? Double.NaN : all / allPairs);
    }
}
