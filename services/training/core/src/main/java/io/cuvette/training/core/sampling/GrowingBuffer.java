package io.cuvette.training.core.sampling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that is used again for every batch. Fresh direct buffers are freed only
 * by the garbage collector, which does not see how large they are.
 */
final class GrowingBuffer {
    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /** An empty buffer of exactly this many bytes in native order; ends the use of the former. */
    ByteBuffer ofSize(long bytes) {
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a batch needs %d bytes; make batchSize smaller".formatted(bytes));
        }
        if (memory.capacity() < bytes) {
            // a quarter more: the stored values of batches vary
            long capacity = Math.min(Integer.MAX_VALUE - 8, bytes + bytes / 4);
            memory = ByteBuffer.allocateDirect((int) capacity);
        }
        return memory.duplicate().order(ByteOrder.nativeOrder()).clear().limit((int) bytes);
    }
}
