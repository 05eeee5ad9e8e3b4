package io.cuvette.data.delimited;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Memory;
import java.util.ArrayList;
import java.util.List;

/** Names of rows or columns that grows within a number and the memory of this machine. */
final class NameList {
    /** Object header, fields, array header and the reference of a String. */
    private static final long BYTES_A_STRING = 64;

    /** Names may take a part of the memory; the values need the rest. */
    private static final int SHARE = 4;

    private final String what;
    private final int most;
    private final List<String> names = new ArrayList<>();
    private long bytes;

    NameList(String what, int most) {
        this.what = what;
        this.most = most;
    }

    /**
     * @throws DataException TOO_LARGE, EXCEEDS_RESOURCES
     */
    void add(String name) throws DataException {
        if (names.size() == most) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    what,
                    "The table has more than %d %s.".formatted(most, what));
        }
        names.add(name);
        bytes += bytes(name);
        Memory.require(SHARE * bytes, what);
    }

    static long bytes(String text) {
        return BYTES_A_STRING + text.length();
    }

    int size() {
        return names.size();
    }

    String get(int index) {
        return names.get(index);
    }

    List<String> names() {
        return names;
    }
}
