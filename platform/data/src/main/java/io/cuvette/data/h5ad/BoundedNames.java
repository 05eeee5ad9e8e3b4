package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Memory;

/** Collects names within a number and the memory of this machine. */
public final class BoundedNames {

    /** Long names take as much twice more while their block grows, short ones when they repeat. */
    private static final int FACTOR = 3;

    private static final int CHECKED_BYTES = 1 << 16;

    private final String what;
    private final int most;
    private final PackedStrings.Builder names = new PackedStrings.Builder();
    private long checked;

    /**
     * @param what they name, for an error
     */
    public BoundedNames(String what, int most) {
        this.what = what;
        this.most = most;
    }

    /**
     * @throws DataException TOO_LARGE, EXCEEDS_RESOURCES
     */
    public void add(String name) throws DataException {
        if (names.size() == most) {
            throw new DataException(
                    FindingCode.TOO_LARGE, what, "It has more than %d names.".formatted(most));
        }
        names.add(name);
        if (names.sizeBytes() >= checked) {
            checked = names.sizeBytes() + CHECKED_BYTES;
            Memory.require(FACTOR * (names.sizeBytes() + (long) Long.BYTES * names.size()), what);
        }
    }

    public int size() {
        return names.size();
    }

    /** The names so far; no more can be added. */
    public PackedStrings build() {
        return names.build();
    }
}
