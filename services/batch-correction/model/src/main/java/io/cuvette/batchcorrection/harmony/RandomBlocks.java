package io.cuvette.batchcorrection.harmony;

import java.util.SplittableRandom;

/**
 * Cells in random blocks of equal size, drawn anew for each iteration. Inside a block, where order
 * has no meaning, they lie batch by batch.
 */
final class RandomBlocks {
    private final BatchOrder order;
    private final SplittableRandom random;
    private final int length;

    /** Positions in {@link BatchOrder#cells}; shuffled further each time. */
    private final int[] shuffled;

    private final int[] blockOf;
    private final int[] members;

    RandomBlocks(BatchOrder order, double share, SplittableRandom random) {
        this.order = order;
        this.random = random;
        int cells = order.cells().length;
        this.length = Math.max(1, (int) Math.ceil(cells * share));
        this.shuffled = new int[cells];
        this.blockOf = new int[cells];
        this.members = new int[cells];
        for (int i = 0; i < cells; i++) {
            shuffled[i] = i;
        }
    }

    void draw() {
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        for (int i = 0; i < shuffled.length; i++) {
            blockOf[shuffled[i]] = i / length;
        }
        int[] next = new int[count()];
        for (int block = 0; block < next.length; block++) {
            next[block] = start(block);
        }
        for (int i = 0; i < blockOf.length; i++) {
            members[next[blockOf[i]]++] = order.cells()[i];
        }
    }

    int count() {
        return Chunks.count(shuffled.length, length);
    }

    /** First position of a block in {@link #members()}. */
    int start(int block) {
        return block * length;
    }

    int end(int block) {
        return Math.min(shuffled.length, (block + 1) * length);
    }

    /** All cells, block by block, batch by batch inside a block. */
    int[] members() {
        return members;
    }
}
