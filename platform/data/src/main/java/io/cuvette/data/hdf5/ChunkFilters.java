package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.jhdf.ObjectHeader;
import io.jhdf.filter.LzfFilter;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the filters of a chunk; no step may give more bytes than the chunk is declared to have.
 */
final class ChunkFilters {

    private static final int GZIP = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int LZF = 32000;
    private static final int CHECKSUM_BYTES = 4;

    private final List<FilterInfo> filters;
    private final int elementSize;
    private final int chunkBytes;
    private final String path;

    private ChunkFilters(List<FilterInfo> filters, int elementSize, int chunkBytes, String path) {
        this.filters = filters;
        this.elementSize = elementSize;
        this.chunkBytes = chunkBytes;
        this.path = path;
    }

    static ChunkFilters of(ObjectHeader header, int elementSize, int chunkBytes, String path)
            throws DataException {
        List<FilterInfo> filters =
                header.hasMessageOfType(FilterPipelineMessage.class)
                        ? header.getMessageOfType(FilterPipelineMessage.class).getFilters()
                        : List.of();
        for (FilterInfo filter : filters) {
            switch (filter.getId()) {
                case GZIP, SHUFFLE, FLETCHER32, LZF -> {
                    // read here
                }
                default ->
                        throw new DataException(
                                FindingCode.UNSUPPORTED_FEATURE,
                                path,
                                "It is compressed with filter %d (%s). Write it with gzip."
                                        .formatted(filter.getId(), printable(filter.getName())));
            }
        }
        return new ChunkFilters(filters, elementSize, chunkBytes, path);
    }

    private static String printable(String name) {
        return name == null ? "unnamed" : name.replaceAll("[^\\w .:-]", "?");
    }

    boolean isEmpty() {
        return filters.isEmpty();
    }

    byte[] decode(byte[] stored, BitSet mask) throws DataException {
        byte[] data = stored;
        for (int i = filters.size() - 1; i >= 0; i--) {
            if (mask != null && mask.get(i)) {
                continue;
            }
            int expected = sizeBefore(i, mask);
            data =
                    switch (filters.get(i).getId()) {
                        case GZIP -> inflate(data, expected);
                        case SHUFFLE -> unshuffle(data);
                        case LZF -> unpackLzf(data, expected);
                        default -> Arrays.copyOf(data, Math.max(0, data.length - CHECKSUM_BYTES));
                    };
        }
        if (data.length != chunkBytes) {
            throw Hdf5File.corrupt(path, "A chunk does not have its declared size.");
        }
        return data;
    }

    /** Size of the data as filter {@code index} received it when writing. */
    private int sizeBefore(int index, BitSet mask) {
        int size = chunkBytes;
        for (int i = 0; i < index; i++) {
            boolean applied = mask == null || !mask.get(i);
            size += applied && filters.get(i).getId() == FLETCHER32 ? CHECKSUM_BYTES : 0;
        }
        return size;
    }

    private byte[] inflate(byte[] data, int expected) throws DataException {
        byte[] out = new byte[expected];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            int done = 0;
            while (done < expected) {
                int n = inflater.inflate(out, done, expected - done);
                if (n == 0 && (inflater.finished() || inflater.needsInput())) {
                    throw Hdf5File.corrupt(path, "A compressed chunk ends too early.");
                }
                done += n;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new DataException(
                        FindingCode.DECOMPRESSION_BOMB,
                        path,
                        "A compressed chunk expands beyond its declared %d bytes."
                                .formatted(expected));
            }
        } catch (DataFormatException e) {
            throw new DataException(FindingCode.CORRUPT, path, "A compressed chunk is damaged.", e);
        } finally {
            inflater.end();
        }
        return out;
    }

    private byte[] unpackLzf(byte[] data, int expected) {
        // what does not shrink is stored as it is
        return data.length == expected
                ? data
                : new LzfFilter().decode(data, new int[] {0, 0, expected});
    }

    /** Byte shuffle: byte k of all elements lies together. */
    private byte[] unshuffle(byte[] data) {
        if (elementSize <= 1) {
            return data;
        }
        int elements = data.length / elementSize;
        byte[] out = new byte[data.length];
        for (int k = 0; k < elementSize; k++) {
            int from = k * elements;
            for (int i = 0, to = k; i < elements; i++, to += elementSize) {
                out[to] = data[from + i];
            }
        }
        int shuffled = elements * elementSize;
        System.arraycopy(data, shuffled, out, shuffled, data.length - shuffled);
        return out;
    }
}
