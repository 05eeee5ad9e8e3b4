package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.dataset.NoParent;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.dataset.chunked.ChunkOffset;
import io.jhdf.dataset.chunked.ChunkedDatasetV3;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** The chunks of one dataset: where each lies, and rows cut out of them. */
final class ChunkedData {

    /** Larger chunks would have to be held whole for a single value. */
    static final int MAX_CHUNK_BYTES = 64 << 20;

    private static final int MAX_UNWRITTEN = 1 << 16;

    private final GuardedStorage storage;
    private final String path;
    private final long[] dimensions;
    private final int[] chunk;
    private final int elementSize;
    private final ChunkFilters filters;
    private final Map<ChunkOffset, Chunk> chunks;
    private Chunk latest;
    private byte[] latestBytes;

    ChunkedData(
            GuardedStorage storage,
            String path,
            ObjectHeader header,
            long[] dimensions,
            int elementSize)
            throws DataException {
        this.storage = storage;
        this.path = path;
        this.dimensions = dimensions;
        this.elementSize = elementSize;
        DataLayoutMessage layout = header.getMessageOfType(DataLayoutMessage.class);
        if (layout instanceof ChunkedDataLayoutMessageV4 v4) {
            int[] withElement = v4.getChunkDimensions();
            chunk = Arrays.copyOf(withElement, Math.max(0, withElement.length - 1));
        } else {
            chunk = ((ChunkedDataLayoutMessage) layout).getChunkDimensions();
        }
        int chunkBytes = requireSensible();
        filters = ChunkFilters.of(header, elementSize, chunkBytes, path);
        if (layout instanceof ChunkedDataLayoutMessageV4 v4) {
            if (v4.getIndexingType() == ChunkedDataLayoutMessageV4.IMPLICIT_INDEX
                    && v4.getAddress() != Constants.UNDEFINED_ADDRESS) {
                // such chunks lie one after the other, all of them
                storage.requireInside(v4.getAddress(), Math.multiplyExact(grid(0), chunkBytes));
            }
            chunks = new IndexV4(storage, header).chunks();
        } else {
            chunks = new IndexV3(storage, header).chunks();
        }
        // unwritten chunks are legal, but looking for them must not take for ever
        long values = Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
        if (grid(0) > 4L * chunks.size() + MAX_UNWRITTEN
                || (chunks.isEmpty() && values > MAX_UNWRITTEN)) {
            throw Hdf5File.corrupt(
                    path,
                    "It declares the shape %s but holds hardly any values."
                            .formatted(Arrays.toString(dimensions)));
        }
    }

    private int requireSensible() throws DataException {
        if (chunk.length != dimensions.length) {
            throw Hdf5File.corrupt(path, "Its chunks have another rank than its shape.");
        }
        long bytes = elementSize;
        for (int extent : chunk) {
            if (extent <= 0) {
                throw Hdf5File.corrupt(path, "Its chunks are empty.");
            }
            bytes *= extent;
            if (bytes > MAX_CHUNK_BYTES) {
                throw new DataException(
                        FindingCode.TOO_LARGE,
                        path,
                        "Its chunks are larger than %d MiB. Write it with smaller chunks."
                                .formatted(MAX_CHUNK_BYTES >> 20));
            }
        }
        return (int) bytes;
    }

    /** Number of chunk positions over the dimensions from {@code from} on. */
    private long grid(int from) {
        long positions = 1;
        for (int i = from; i < chunk.length; i++) {
            positions = Math.multiplyExact(positions, (dimensions[i] + chunk[i] - 1) / chunk[i]);
        }
        return positions;
    }

    int rowsPerChunk() {
        return chunk[0];
    }

    int[] chunkDimensions() {
        return chunk.clone();
    }

    /** Copies rows {@code first .. first + count} of the slowest dimension; absent chunks are 0. */
    void copyRows(long first, int count, byte[] out) throws DataException {
        int rank = chunk.length;
        long[] at = new long[rank];
        long inner = grid(1);
        for (long row = first / chunk[0] * chunk[0]; row < first + count; row += chunk[0]) {
            for (long position = 0; position < inner; position++) {
                at[0] = row;
                long rest = position;
                for (int d = rank - 1; d >= 1; d--) {
                    long across = (dimensions[d] + chunk[d] - 1) / chunk[d];
                    at[d] = rest % across * chunk[d];
                    rest /= across;
                }
                Chunk stored = chunks.get(new ChunkOffset(at));
                if (stored != null && stored.getAddress() != Constants.UNDEFINED_ADDRESS) {
                    copy(decode(stored), at, first, count, out);
                }
            }
        }
    }

    private byte[] decode(Chunk stored) throws DataException {
        if (stored != latest) {
            if (stored.getSize() > 2L * MAX_CHUNK_BYTES) {
                throw new DataException(
                        FindingCode.TOO_LARGE, path, "A stored chunk is larger than it may be.");
            }
            latestBytes = filters.decode(bytes(stored), stored.getFilterMask());
            latest = stored;
        }
        return latestBytes;
    }

    private byte[] bytes(Chunk stored) {
        ByteBuffer data = storage.readData(stored.getAddress(), stored.getSize());
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    /** Copies the part of a chunk that lies within the rows and within the dataset. */
    private void copy(byte[] data, long[] at, long first, int count, byte[] out) {
        int rank = chunk.length;
        int[] extent = new int[rank];
        for (int d = 0; d < rank; d++) {
            extent[d] = (int) Math.min(chunk[d], dimensions[d] - at[d]);
        }
        int skip = (int) Math.max(0, first - at[0]);
        extent[0] = (int) Math.min(extent[0], first + count - at[0]) - skip;
        int run = extent[rank - 1];
        long runs = 1;
        for (int d = 0; d < rank - 1; d++) {
            runs *= extent[d];
        }
        for (long r = 0; r < runs; r++) {
            long rest = r;
            long from = rank == 1 ? skip : 0;
            long to = at[rank - 1] - (rank == 1 ? first - skip : 0);
            long fromStride = chunk[rank - 1];
            long toStride = rank == 1 ? 1 : dimensions[rank - 1];
            for (int d = rank - 2; d >= 0; d--) {
                long index = rest % extent[d];
                rest /= extent[d];
                from += (index + (d == 0 ? skip : 0)) * fromStride;
                to += (at[d] + index + (d == 0 ? skip - first : 0)) * toStride;
                fromStride *= chunk[d];
                toStride *= dimensions[d];
            }
            System.arraycopy(
                    data,
                    Math.toIntExact(from * elementSize),
                    out,
                    Math.toIntExact(to * elementSize),
                    run * elementSize);
        }
    }

    /** jHDF's reading of chunk indices, made visible. */
    private static final class IndexV3 extends ChunkedDatasetV3 {
        IndexV3(GuardedStorage storage, ObjectHeader header) {
            super(storage, header.getAddress(), "", NoParent.INSTANCE, header);
        }

        Map<ChunkOffset, Chunk> chunks() {
            return getChunkLookup();
        }
    }

    private static final class IndexV4 extends ChunkedDatasetV4 {
        IndexV4(GuardedStorage storage, ObjectHeader header) {
            super(storage, header.getAddress(), "", NoParent.INSTANCE, header);
        }

        Map<ChunkOffset, Chunk> chunks() {
            return getChunkLookup();
        }
    }
}
