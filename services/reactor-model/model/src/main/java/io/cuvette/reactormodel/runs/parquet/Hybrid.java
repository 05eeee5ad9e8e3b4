package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;

/**
 * Parquet's mixture of runs and bit-packed groups of eight, of levels and of indices into
 * dictionaries. Holds nothing but a run's value: a count in the file is never allocated.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">encodings</a>
 */
final class Hybrid {
    private final Bytes bytes;
    private final int width;
    private long repeats;
    private int repeated;
    private long packed;
    private long bits;
    private int bitCount;

    /**
     * @param bytes that hold these values and nothing else
     * @param width bits of a value, 0 to 32
     */
    Hybrid(Bytes bytes, int width) throws DataException {
        this.bytes = bytes;
        this.width = width;
        if (width < 0 || width > 32) {
            throw bytes.corrupt("values of %d bits".formatted(width));
        }
    }

    int next() throws DataException {
        while (repeats == 0 && packed == 0) {
            header();
        }
        if (repeats > 0) {
            repeats--;
            return repeated;
        }
        packed--;
        while (bitCount < width) {
            bits |= (long) bytes.unsigned() << bitCount;
            bitCount += Byte.SIZE;
        }
        int value = (int) (bits & ((1L << width) - 1));
        bits >>>= width;
        bitCount -= width;
        return value;
    }

    private void header() throws DataException {
        long header = bytes.varint();
        // what is left of a group's bits belongs to no value
        bits = 0;
        bitCount = 0;
        if ((header & 1) == 1) {
            packed = (header >>> 1) * 8;
            return;
        }
        repeats = header >>> 1;
        repeated = 0;
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            repeated |= bytes.unsigned() << shift;
        }
    }
}
