package io.cuvette.batchcorrection.metric;

import java.util.Arrays;

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

    static int[] select(int[] codes, int[] cells) {
        int[] selected = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            selected[i] = codes[cells[i]];
        }
        return selected;
    }
}
