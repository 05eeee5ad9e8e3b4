package io.cuvette.batchcorrection.classify;

/**
 * How latents are classified.
 *
 * @param folds of validation by cell, 2 to 20
 * @param batchGroups most groups of whole batches that are left out in turn, 2 to 100
 * @param trees of the forest, 1 to 1,000
 * @param cells most cells that take part, drawn without replacement; 10 to 100,000
 */
public record ClassifierSettings(int folds, int batchGroups, int trees, int cells) {

    /** The paper's forest and folds. */
    public static final ClassifierSettings DEFAULT = new ClassifierSettings(5, 10, 100, 10_000);

    public ClassifierSettings {
        require("folds", folds, 2, 20);
        require("batchGroups", batchGroups, 2, 100);
        require("trees", trees, 1, 1_000);
        require("cells", cells, 10, 100_000);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is %d; allowed are %d to %d".formatted(name, value, least, most));
        }
    }
}
