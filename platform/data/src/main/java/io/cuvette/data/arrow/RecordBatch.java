package io.cuvette.data.arrow;

import io.cuvette.data.arrow.ArrowMetadata.BatchParts;
import io.cuvette.data.arrow.ArrowMetadata.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Some rows of a table, turned into columns. */
final class RecordBatch {

    /** Takes the bytes of a body. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int length) throws IOException;
    }

    private final ArrowTable table;
    private final int mostRows;
    private final int mostTextBytes;
    private final int alignment;
    private final List<List<String>> texts;
    private final List<ByteArrayOutputStream> letters = new ArrayList<>();
    private final int[][] ends;
    private final float[] values;
    private int rows;

    /**
     * @param mostTextBytes after a row that exceeds it the batch ends
     * @param alignment of each part of the body
     */
    RecordBatch(ArrowTable table, int mostRows, int mostTextBytes, int alignment) {
        this.table = table;
        this.mostRows = Math.min(mostRows, table.values().rows());
        this.mostTextBytes = mostTextBytes;
        this.alignment = alignment;
        this.texts = List.copyOf(table.texts().values());
        this.ends = new int[texts.size()][this.mostRows];
        texts.forEach(column -> letters.add(new ByteArrayOutputStream()));
        this.values = new float[Math.multiplyExact(this.mostRows, table.columns().size())];
    }

    /** Takes rows from there on, at least one. */
    void fill(int first) {
        letters.forEach(ByteArrayOutputStream::reset);
        int columns = table.columns().size();
        int left = Math.min(mostRows, table.values().rows() - first);
        long textBytes = 0;
        for (rows = 0; rows < left && textBytes <= mostTextBytes; rows++) {
            for (int text = 0; text < texts.size(); text++) {
                ByteArrayOutputStream column = letters.get(text);
                column.writeBytes(
                        texts.get(text).get(first + rows).getBytes(StandardCharsets.UTF_8));
                ends[text][rows] = column.size();
            }
            textBytes = letters.stream().mapToLong(ByteArrayOutputStream::size).sum();
            table.values().copyRow(first + rows, values, rows * columns);
        }
    }

    int rows() {
        return rows;
    }

    /** Places of all parts in the body. */
    BatchParts buffers() {
        List<Part> parts = new ArrayList<>();
        long next = 0;
        for (ByteArrayOutputStream column : letters) {
            parts.add(new Part(next, 0));
            next = add(parts, next, Integer.BYTES * (rows + 1L));
            next = add(parts, next, column.size());
        }
        for (int column = 0; column < table.columns().size(); column++) {
            parts.add(new Part(next, 0));
            next = add(parts, next, (long) Float.BYTES * rows);
        }
        return new BatchParts(texts.size() + table.columns().size(), parts);
    }

    private long add(List<Part> parts, long offset, long length) {
        parts.add(new Part(offset, length));
        return offset + aligned(length);
    }

    private long aligned(long length) {
        return (length + alignment - 1) / alignment * alignment;
    }

    /** Bytes of the body. */
    long size() {
        long size = 0;
        for (ByteArrayOutputStream column : letters) {
            size += aligned(Integer.BYTES * (rows + 1L)) + aligned(column.size());
        }
        return size + table.columns().size() * aligned((long) Float.BYTES * rows);
    }

    /** Hands the body over, a part at a time. */
    void writeTo(Sink sink) throws IOException {
        for (int text = 0; text < texts.size(); text++) {
            byte[] offsets = part(Integer.BYTES * (rows + 1L));
            // the first text begins at 0
            ByteBuffer numbers = little(offsets).putInt(0);
            for (int row = 0; row < rows; row++) {
                numbers.putInt(ends[text][row]);
            }
            sink.write(offsets, offsets.length);
            byte[] all = letters.get(text).toByteArray();
            sink.write(all, all.length);
            int padding = (int) aligned(all.length) - all.length;
            sink.write(new byte[padding], padding);
        }
        int columns = table.columns().size();
        byte[] part = part((long) Float.BYTES * rows);
        ByteBuffer numbers = little(part);
        for (int column = 0; column < columns; column++) {
            numbers.clear();
            for (int row = 0; row < rows; row++) {
                numbers.putFloat(values[row * columns + column]);
            }
            sink.write(part, part.length);
        }
    }

    private byte[] part(long length) {
        return new byte[Math.toIntExact(aligned(length))];
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
