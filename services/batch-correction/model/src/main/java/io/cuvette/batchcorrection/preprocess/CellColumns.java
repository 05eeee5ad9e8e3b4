package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Annotations of the cells that a design is audited with, some of them read only when asked for.
 */
@FunctionalInterface
public interface CellColumns {

    /**
     * @return empty when it is not known
     * @throws UncheckedIOException when it cannot be read
     */
    Optional<Column> find(String name);

    /**
     * Every column of an {@code .h5ad}: those that are held, and the others a few at a time, so
     * that no more of them lie in memory than {@value FromH5ad#HELD_VALUES} values.
     *
     * @param held columns that are in memory already
     * @param names of all columns, in the order in which they will be asked for
     */
    static CellColumns ofH5ad(Path file, Frame held, List<String> names) {
        return new FromH5ad(file, held, names, FromH5ad.HELD_VALUES, FromH5ad.MOST_VALUES);
    }

    /**
     * Every column of a file that was spooled: those of other formats than {@code .h5ad} are held.
     */
    static CellColumns of(Path file, SpooledDataset data) throws IOException {
        return DatasetReader.sniff(file) == DatasetFormat.H5AD
                ? ofH5ad(file, data.obs(), data.obsColumns())
                : data.obs()::column;
    }

    /** Reads on from the column that is asked for, which costs least in the file's own order. */
    final class FromH5ad implements CellColumns {

        static final int HELD_VALUES = 1_000_000;

        /** Cells x columns that are looked at; beyond it an audit would take minutes. */
        static final long MOST_VALUES = 50_000_000;

        private final Path file;
        private final Frame held;
        private final List<String> further;
        private final int ahead;
        private int readFrom;
        private int readTo;
        private Map<String, Column> read = Map.of();

        /**
         * @param ahead values that are read at once, one column at least
         * @param most values that are looked at
         */
        FromH5ad(Path file, Frame held, List<String> names, int ahead, long most) {
            this.file = file;
            this.held = held;
            int cells = Math.max(1, held.size());
            this.ahead = Math.max(1, ahead / cells);
            this.further =
                    names.stream()
                            .filter(name -> held.column(name).isEmpty())
                            .limit(most / cells)
                            .toList();
        }

        @Override
        public Optional<Column> find(String name) {
            int position = further.indexOf(name);
            if (position < 0) {
                return held.column(name);
            }
            if (position < readFrom || position >= readTo) {
                read(position);
            }
            // a column that cannot be read lacks here, and is not sought once more
            return Optional.ofNullable(read.get(name));
        }

        private void read(int from) {
            int to = (int) Math.min(further.size(), (long) from + ahead);
            Set<String> next = new HashSet<>(further.subList(from, to));
            // the old ones may go before the new ones come
            read = Map.of();
            readTo = readFrom;
            try {
                read = H5adReader.readObsColumns(file, ReadLimits.DEFAULT, next::contains);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            readFrom = from;
            readTo = to;
        }
    }
}
