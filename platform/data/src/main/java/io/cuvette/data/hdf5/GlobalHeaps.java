package io.cuvette.data.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Global heaps, which hold the strings of variable length; the latest are kept. */
final class GlobalHeaps {

    /**
     * Columns are read in the order in which they were written, so few heaps are in use at once.
     */
    private static final long CACHE_BYTES = 4L << 20;

    private static final int OBJECT_HEADER = 8;

    /** One collection of objects; {@code starts[i]} and {@code lengths[i]} locate object i. */
    private record Heap(byte[] bytes, int[] starts, int[] lengths) {}

    private final GuardedStorage storage;
    private final Map<Long, Heap> cache = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedBytes;

    GlobalHeaps(GuardedStorage storage) {
        this.storage = storage;
    }

    /** The object as a slice of its heap. */
    ByteBuffer object(long address, int index) {
        Heap heap = cache.get(address);
        if (heap == null) {
            heap = read(address);
            cache.put(address, heap);
            cachedBytes += heap.bytes().length;
            while (cachedBytes > CACHE_BYTES && cache.size() > 1) {
                Map.Entry<Long, Heap> eldest = cache.entrySet().iterator().next();
                cachedBytes -= eldest.getValue().bytes().length;
                cache.remove(eldest.getKey());
            }
        }
        if (index < 0 || index >= heap.starts().length || heap.starts()[index] == 0) {
            throw new HdfException("a string is missing from its heap");
        }
        return ByteBuffer.wrap(heap.bytes(), heap.starts()[index], heap.lengths()[index]);
    }

    private Heap read(long address) {
        int width = storage.getSizeOfLengths();
        ByteBuffer header = storage.readBufferFromAddress(address, OBJECT_HEADER + width);
        if (header.getInt(0) != 0x4c4f4347) { // "GCOL", little endian
            throw new HdfException("a heap of strings has no signature");
        }
        header.position(OBJECT_HEADER);
        int size = Math.toIntExact(GroupLinks.unsigned(header, width));
        ByteBuffer body = storage.readBufferFromAddress(address, size);
        int capacity = size / (OBJECT_HEADER + width) + 1;
        int[] starts = new int[Math.min(capacity, 1 << 16)];
        int[] lengths = new int[starts.length];
        int largest = 0;
        int position = OBJECT_HEADER + width;
        while (position + OBJECT_HEADER + width <= size) {
            int index = Short.toUnsignedInt(body.getShort(position));
            body.position(position + OBJECT_HEADER);
            long length = GroupLinks.unsigned(body, width);
            int start = position + OBJECT_HEADER + width;
            if (index == 0) {
                break;
            }
            if (length < 0 || length > size - start) {
                throw new HdfException("a heap of strings is damaged");
            }
            if (index >= starts.length) {
                starts = Arrays.copyOf(starts, 1 << 16);
                lengths = Arrays.copyOf(lengths, 1 << 16);
            }
            starts[index] = start;
            lengths[index] = (int) length;
            largest = Math.max(largest, index);
            position = (int) Math.min(size, start + ((length + 7) & ~7L));
        }
        byte[] bytes = new byte[size];
        body.get(0, bytes);
        return new Heap(
                bytes, Arrays.copyOf(starts, largest + 1), Arrays.copyOf(lengths, largest + 1));
    }
}
