package io.cuvette.batchcorrection.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Cells by group, from codes. */
final class Groups {
    private Groups() {}

    /** Number of codes, 1 + the largest; every code must be at least 0. */
    static int codes(int[] codes) {
        int largest = -1;
        for (int code : codes) {
            if (code < 0) {
                throw new IllegalArgumentException("a cell has no group");
            }
            largest = Math.max(largest, code);
        }
        return largest + 1;
    }

    static int[] sizes(int[] codes) {
        int[] sizes = new int[codes(codes)];
        for (int code : codes) {
            sizes[code]++;
        }
        return sizes;
    }

    /** Number of groups with at least one cell. */
    static int occupied(int[] codes) {
        return (int) Arrays.stream(sizes(codes)).filter(size -> size > 0).count();
    }

    /** Members of every group in rising order; groups without a cell are empty. */
    static int[][] members(int[] codes) {
        int[] sizes = sizes(codes);
        int[][] members = new int[sizes.length][];
        for (int group = 0; group < sizes.length; group++) {
            members[group] = new int[sizes[group]];
        }
        int[] next = new int[sizes.length];
        for (int cell = 0; cell < codes.length; cell++) {
            members[codes[cell]][next[codes[cell]]++] = cell;
        }
        return members;
    }

    /** Labels that occur in the fewest batches, rising; labels without a cell are none. */
    static int[] inFewestBatches(int[] batches, int[] labels) {
        int[][] members = members(labels);
        int[] occupied = new int[members.length];
        int fewest = Integer.MAX_VALUE;
        for (int label = 0; label < members.length; label++) {
            occupied[label] = occupied(select(batches, members[label]));
            if (occupied[label] > 0) {
                fewest = Math.min(fewest, occupied[label]);
            }
        }
        int least = fewest;
        return IntStream.range(0, members.length)
                .filter(label -> occupied[label] == least)
                .toArray();
    }

    static int[] select(int[] codes, int[] cells) {
        int[] selected = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            selected[i] = codes[cells[i]];
        }
        return selected;
    }
}
