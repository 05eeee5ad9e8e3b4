package io.cuvette.data;

import java.nio.file.Path;

/**
 * How to read an upload.
 *
 * @param orientation for delimited tables; other formats carry their own
 * @param scratch an existing folder for files that are gone after reading; nothing is written
 *     elsewhere
 * @param limits caps that are checked before anything is allocated
 */
public record ReadOptions(Orientation orientation, Path scratch, ReadLimits limits) {

    public static ReadOptions in(Path scratch) {
        return new ReadOptions(Orientation.DETECT, scratch, ReadLimits.DEFAULT);
    }
}
