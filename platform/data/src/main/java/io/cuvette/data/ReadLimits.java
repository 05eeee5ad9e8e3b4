package io.cuvette.data;

/**
 * Caps on what an upload may ask for, checked before anything is allocated.
 *
 * @param maxCells largest number of cells
 * @param maxGenes largest number of genes
 * @param maxStoredValues largest number of stored matrix entries
 * @param maxExpandedBytes largest total size of a decompressed stream or archive
 * @param maxExpansionRatio largest ratio of decompressed to compressed bytes
 * @param maxArchiveEntries largest number of entries of an archive
 */
public record ReadLimits(
        int maxCells,
        int maxGenes,
        long maxStoredValues,
        long maxExpandedBytes,
        int maxExpansionRatio,
        int maxArchiveEntries) {

    public static final ReadLimits DEFAULT =
            new ReadLimits(5_000_000, 200_000, 1_800_000_000L, 64L << 30, 200, 1_000);
}
