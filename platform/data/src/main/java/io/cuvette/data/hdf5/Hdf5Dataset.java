package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An array of values. It is read in blocks of rows of its slowest dimension; what a block or a
 * whole array would take is checked before it is allocated.
 */
public final class Hdf5Dataset extends Hdf5Node {

    static final int NULL_SPACE = 2;

    private static final int BLOCK_BYTES = 1 << 20;

    /** A block must be held whole. */
    private static final int MAX_BLOCK_BYTES = 64 << 20;

    /** Small arrays may compress as well as they like. */
    private static final long EXPANSION_SLACK = 16L << 20;

    private static final long MAX_UNWRITTEN_BYTES = 1 << 19;

    private static final int MAX_RANK = 32;

    private final Hdf5Type type;
    private final long[] dimensions;
    private final boolean nullSpace;
    private final Hdf5Dataset records;
    private final int memberOffset;
    private ChunkedData chunked;
    private Texts texts;
    private boolean plausible;

    Hdf5Dataset(Hdf5File file, String path, ObjectHeader header) throws DataException {
        super(file, path, header);
        type = Hdf5Type.of(header.getMessageOfType(DataTypeMessage.class).getDataType());
        DataSpace space = header.getMessageOfType(DataSpaceMessage.class).getDataSpace();
        dimensions = space.getDimensionsAsLong();
        nullSpace = space.getType() == NULL_SPACE;
        records = null;
        memberOffset = 0;
        if (dimensions.length > MAX_RANK || type.size() <= 0) {
            throw Hdf5File.corrupt(path, "Its shape or type is impossible.");
        }
        for (long extent : dimensions) {
            if (extent < 0) {
                throw Hdf5File.corrupt(path, "Its shape is impossible.");
            }
        }
    }

    private Hdf5Dataset(Hdf5Dataset records, Hdf5Type.Member member) {
        super(records.file(), records.path() + "/" + member.name(), records.header());
        this.type = member.type();
        this.dimensions = records.dimensions;
        this.nullSpace = records.nullSpace;
        this.records = records;
        this.memberOffset = member.offset();
    }

    /** One field of a dataset of records, as a dataset of its own. */
    public Hdf5Dataset member(Hdf5Type.Member member) throws DataException {
        if (member.offset() < 0
                || member.type().size() <= 0
                || member.offset() > type.size() - member.type().size()) {
            throw Hdf5File.corrupt(path(), "A field lies outside its record.");
        }
        return new Hdf5Dataset(this, member);
    }

    public Hdf5Type type() {
        return type;
    }

    /** Extents, slowest first; empty for a scalar. */
    public long[] dimensions() {
        return dimensions.clone();
    }

    public int rank() {
        return dimensions.length;
    }

    /** Whether it has a type but no value. */
    public boolean isNull() {
        return nullSpace;
    }

    /** Extent of the slowest dimension; 1 for a scalar. */
    public long rows() {
        return dimensions.length == 0 ? 1 : dimensions[0];
    }

    /** Number of values in one row. */
    public long rowLength() throws DataException {
        return product(1);
    }

    /** Number of values. */
    public long count() throws DataException {
        return nullSpace ? 0 : product(0);
    }

    private long product(int from) throws DataException {
        long count = 1;
        try {
            for (int i = from; i < dimensions.length; i++) {
                count = Math.multiplyExact(count, dimensions[i]);
            }
            Math.multiplyExact(count, type.size());
        } catch (ArithmeticException e) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    path(),
                    "Its shape %s is larger than any file.".formatted(Arrays.toString(dimensions)),
                    e);
        }
        return count;
    }

    /** Extents of its chunks; empty when it is stored in one piece. */
    public Optional<int[]> chunkDimensions() throws DataException {
        return layout() instanceof ContiguousDataLayoutMessage
                        || layout() instanceof CompactDataLayoutMessage
                ? Optional.empty()
                : Optional.of(chunks().chunkDimensions());
    }

    /** A number of rows that is cheap to read at once. */
    public int rowsPerBlock() throws DataException {
        if (records != null) {
            return records.rowsPerBlock();
        }
        long rowBytes = Math.max(1, rowLength() * type.size());
        if (rowBytes > MAX_BLOCK_BYTES) {
            throw new DataException(
                    FindingCode.TOO_LARGE, path(), "One row of it is larger than 64 MiB.");
        }
        long rows = Math.max(1, BLOCK_BYTES / rowBytes);
        if (!nullSpace && rank() > 0 && chunkDimensions().isPresent()) {
            long chunkRows = chunks().rowsPerChunk();
            long whole = Math.max(1, rows / chunkRows) * chunkRows;
            rows = whole * rowBytes <= MAX_BLOCK_BYTES ? whole : MAX_BLOCK_BYTES / rowBytes;
        }
        return (int) Math.max(1, Math.min(rows, Math.max(1, rows())));
    }

    /**
     * Rows as they lie in the file, from the buffer's position to its limit.
     *
     * @param first at least 0; {@code first + count} at most {@link #rows()}
     */
    public ByteBuffer bytes(long first, int count) throws DataException {
        return Hdf5File.guard(path(), () -> readBytes(first, count));
    }

    private ByteBuffer readBytes(long first, int count) throws DataException {
        requirePlausible();
        if (first < 0 || count < 0 || first + count > rows()) {
            throw new IllegalArgumentException("rows outside the dataset");
        }
        long rowBytes = rowLength() * type.size();
        long bytes = Math.multiplyExact(rowBytes, count);
        if (bytes > Integer.MAX_VALUE - 64) {
            throw new DataException(FindingCode.TOO_LARGE, path(), "It is larger than 2 GiB.");
        }
        int length = (int) bytes;
        if (records != null) {
            return gather(records.readBytes(first, count), length / type.size());
        }
        if (layout() instanceof CompactDataLayoutMessage compact) {
            ByteBuffer data = compact.getDataBuffer();
            byte[] out = new byte[length];
            data.get(Math.toIntExact(first * rowBytes), out);
            return ByteBuffer.wrap(out);
        }
        if (layout() instanceof ContiguousDataLayoutMessage contiguous) {
            return contiguous.getAddress() == Constants.UNDEFINED_ADDRESS
                    ? ByteBuffer.allocate(length)
                    : file().storage().readData(contiguous.getAddress() + first * rowBytes, length);
        }
        byte[] out = new byte[length];
        if (length > 0) {
            chunks().copyRows(first, count, out);
        }
        return ByteBuffer.wrap(out);
    }

    private ByteBuffer gather(ByteBuffer stored, int values) {
        byte[] out = new byte[values * type.size()];
        int start = stored.position() + memberOffset;
        for (int i = 0; i < values; i++) {
            stored.get(start + i * records.type.size(), out, i * type.size(), type.size());
        }
        return ByteBuffer.wrap(out);
    }

    /** Reads rows as numbers of single precision into {@code out} from {@code offset} on. */
    public void floats(long first, int count, float[] out, int offset) throws DataException {
        requireNumeric();
        int values = Math.toIntExact(count * rowLength());
        Numbers.floats(type, bytes(first, count), out, offset, values);
    }

    /** Reads rows as numbers of double precision into {@code out} from {@code offset} on. */
    public void doubles(long first, int count, double[] out, int offset) throws DataException {
        requireNumeric();
        int values = Math.toIntExact(count * rowLength());
        Numbers.doubles(type, bytes(first, count), out, offset, values);
    }

    /** Reads rows of integers or truth values into {@code out} from {@code offset} on. */
    public void longs(long first, int count, long[] out, int offset) throws DataException {
        if (!(type instanceof Hdf5Type.Int || type instanceof Hdf5Type.Enumeration)) {
            throw Hdf5File.corrupt(path(), "It should hold integers.");
        }
        int values = Math.toIntExact(count * rowLength());
        Numbers.longs(type, bytes(first, count), out, offset, values);
    }

    /** All values of a one-dimensional array of integers or truth values. */
    public long[] allLongs() throws DataException {
        long[] out = new long[requireArraySize()];
        int block = rowsPerBlock();
        for (int first = 0; first < out.length; first += block) {
            longs(first, Math.min(block, out.length - first), out, first);
        }
        return out;
    }

    /** As {@link #allLongs()}, converted block by block; values beyond the range of int fail. */
    public int[] allInts() throws DataException {
        int[] out = new int[requireArraySize()];
        int block = rowsPerBlock();
        long[] part = new long[Math.min(block, out.length)];
        for (int first = 0; first < out.length; first += block) {
            int n = Math.min(block, out.length - first);
            longs(first, n, part, 0);
            for (int i = 0; i < n; i++) {
                if (part[i] != (int) part[i]) {
                    throw Hdf5File.corrupt(path(), "A number in it is out of range.");
                }
                out[first + i] = (int) part[i];
            }
        }
        return out;
    }

    /** All values of a one-dimensional array of numbers. */
    public double[] allDoubles() throws DataException {
        double[] out = new double[requireArraySize()];
        int block = rowsPerBlock();
        for (int first = 0; first < out.length; first += block) {
            doubles(first, Math.min(block, out.length - first), out, first);
        }
        return out;
    }

    /** Rows as strings, row by row. */
    public String[] texts(long first, int count) throws DataException {
        return Hdf5File.guard(
                path(),
                () -> {
                    int values = Math.toIntExact(count * rowLength());
                    return textReader().decode(type, readBytes(first, count), values);
                });
    }

    /** One reader for all blocks, because it bounds what they take together. */
    private Texts textReader() {
        if (texts == null) {
            texts = new Texts(file());
        }
        return texts;
    }

    /** All values of a one-dimensional array of strings, or the one of a scalar. */
    public String[] allTexts() throws DataException {
        if (rank() == 0) {
            requireText();
            return Hdf5File.guard(path(), () -> new Texts(file()).decode(type, readBytes(0, 1), 1));
        }
        String[] out = new String[requireArraySize()];
        int[] next = {0};
        forEachText(text -> out[next[0]++] = text);
        return out;
    }

    /** Hands out a one-dimensional array of strings one by one and holds few of them. */
    public void forEachText(TextSink action) throws DataException {
        requireText();
        int size = requireArraySize();
        Hdf5File.guard(
                path(),
                () -> {
                    Texts texts = new Texts(file());
                    int block = size == 0 ? 1 : rowsPerBlock();
                    for (int first = 0; first < size; first += block) {
                        int n = Math.min(block, size - first);
                        texts.decode(type, readBytes(first, n), n, action);
                    }
                    return size;
                });
    }

    private void requireText() throws DataException {
        if (!type.isText()) {
            throw Hdf5File.corrupt(path(), "It should hold text.");
        }
    }

    private int requireArraySize() throws DataException {
        if (nullSpace) {
            return 0;
        }
        if (rank() != 1) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    path(),
                    "It should have one dimension and has %d.".formatted(rank()));
        }
        Hdf5File.guard(
                path(),
                () -> {
                    requirePlausible();
                    return true;
                });
        Memory.require(Math.multiplyExact(rows(), 8L), path());
        return (int) rows();
    }

    private void requireNumeric() throws DataException {
        if (!type.isNumeric() && !(type instanceof Hdf5Type.Enumeration)) {
            throw Hdf5File.corrupt(path(), "It should hold numbers.");
        }
    }

    /** Refuses a shape that the bytes of the file cannot stand for. */
    private void requirePlausible() throws DataException {
        if (plausible) {
            return;
        }
        if (records != null) {
            records.requirePlausible();
            plausible = true;
            return;
        }
        long bytes = count() * type.size();
        if (bytes > file().limits().maxExpandedBytes()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    path(),
                    "It declares %d bytes; %d are allowed."
                            .formatted(bytes, file().limits().maxExpandedBytes()));
        }
        if (layout() instanceof ContiguousDataLayoutMessage contiguous) {
            if (contiguous.getAddress() == Constants.UNDEFINED_ADDRESS) {
                if (bytes > MAX_UNWRITTEN_BYTES) {
                    throw Hdf5File.corrupt(path(), "It declares values but holds none.");
                }
            } else {
                file().storage().requireInside(contiguous.getAddress(), bytes);
            }
        } else if (layout() instanceof CompactDataLayoutMessage compact) {
            if (compact.getDataBuffer().remaining() < bytes) {
                throw Hdf5File.corrupt(path(), "It holds fewer bytes than its shape declares.");
            }
        } else {
            requireRatio(bytes);
        }
        plausible = true;
    }

    private void requireRatio(long bytes) throws DataException {
        long ratio = file().limits().maxExpansionRatio();
        if (bytes - EXPANSION_SLACK > ratio * file().size()) {
            throw new DataException(
                    FindingCode.DECOMPRESSION_BOMB,
                    path(),
                    "It declares %d bytes in a file of %d.".formatted(bytes, file().size()));
        }
    }

    private DataLayoutMessage layout() {
        return header().getMessageOfType(DataLayoutMessage.class);
    }

    private ChunkedData chunks() throws DataException {
        if (chunked == null) {
            chunked =
                    Hdf5File.guard(
                            path(),
                            () ->
                                    new ChunkedData(
                                            file().storage(),
                                            path(),
                                            header(),
                                            dimensions,
                                            type.size()));
        }
        return chunked;
    }
}
