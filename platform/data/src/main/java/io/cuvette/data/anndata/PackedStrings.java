package io.cuvette.data.anndata;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An unmodifiable list of strings that lie packed as UTF-8: a name takes its bytes and four more,
 * where a {@link String} in a list takes some 60. Each {@link #get} makes a string.
 */
public final class PackedStrings extends AbstractList<String> implements RandomAccess {

    /** Strings a block; growing by blocks never copies what is there. */
    private static final int BLOCK = 1 << 10;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** {@code ends[i]} is where string i of the block ends, and string i + 1 begins. */
    private record Block(byte[] bytes, int[] ends) {}

    private final List<Block> blocks;
    private final int size;
    private final long sizeBytes;

    private PackedStrings(List<Block> blocks, int size, long sizeBytes) {
        this.blocks = blocks;
        this.size = size;
        this.sizeBytes = sizeBytes;
    }

    /** Packs the strings, unless they are so already. */
    public static PackedStrings of(List<String> strings) {
        if (strings instanceof PackedStrings packed) {
            return packed;
        }
        Builder builder = new Builder();
        strings.forEach(builder::add);
        return builder.build();
    }

    /** Collects strings. */
    public static final class Builder {
        private final List<Block> blocks = new ArrayList<>();
        private byte[] bytes = new byte[BLOCK];
        private int[] ends = new int[BLOCK];
        private int inBlock;
        private int length;
        private int size;
        private long sizeBytes;

        /**
         * @throws OutOfMemoryError when {@value #BLOCK} strings exceed the longest array
         */
        public void add(String string) {
            byte[] encoded = string.getBytes(StandardCharsets.UTF_8);
            if (bytes.length - length < encoded.length) {
                grow(length + (long) encoded.length);
            }
            System.arraycopy(encoded, 0, bytes, length, encoded.length);
            length += encoded.length;
            ends[inBlock++] = length;
            size++;
            sizeBytes += encoded.length + Integer.BYTES;
            if (inBlock == BLOCK) {
                endBlock();
            }
        }

        private void grow(long needed) {
            if (needed > LONGEST_ARRAY) {
                throw new OutOfMemoryError("names of %,d bytes and more".formatted(needed));
            }
            long wanted = Math.max(needed, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LONGEST_ARRAY));
        }

        private void endBlock() {
            blocks.add(new Block(Arrays.copyOf(bytes, length), Arrays.copyOf(ends, inBlock)));
            inBlock = 0;
            length = 0;
        }

        /** Strings so far. */
        public int size() {
            return size;
        }

        /** Bytes that the strings so far take. */
        public long sizeBytes() {
            return sizeBytes;
        }

        /** The strings so far; the builder is used up. */
        public PackedStrings build() {
            if (inBlock > 0) {
                endBlock();
            }
            return new PackedStrings(blocks, size, sizeBytes);
        }
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        Block block = blocks.get(index / BLOCK);
        int position = index % BLOCK;
        int start = position == 0 ? 0 : block.ends()[position - 1];
        return new String(
                block.bytes(), start, block.ends()[position] - start, StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return size;
    }

    /** Bytes that they take. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The chosen strings in the order given; the list itself when it is chosen whole. */
    public PackedStrings select(int[] chosen) {
        boolean whole = chosen.length == size;
        for (int i = 0; whole && i < size; i++) {
            whole = chosen[i] == i;
        }
        if (whole) {
            return this;
        }
        Builder builder = new Builder();
        for (int index : chosen) {
            builder.add(get(index));
        }
        return builder.build();
    }
}
