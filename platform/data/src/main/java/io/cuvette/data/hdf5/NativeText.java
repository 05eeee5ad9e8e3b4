package io.cuvette.data.hdf5;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Strings in native memory: one block of characters and an array of pointers into it. C strings end
 * at a zero, so text behind one is lost.
 */
final class NativeText implements AutoCloseable {

    private final BytePointer characters;
    private final LongPointer addresses;

    NativeText(String[] texts) {
        byte[][] encoded = new byte[texts.length][];
        long size = 0;
        for (int i = 0; i < texts.length; i++) {
            encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
            size += encoded[i].length + 1;
        }
        characters = new BytePointer(Math.max(1, size));
        addresses = new LongPointer(Math.max(1, texts.length));
        long at = 0;
        for (int i = 0; i < encoded.length; i++) {
            characters.position(at).put(encoded[i], 0, encoded[i].length);
            characters.put(encoded[i].length, (byte) 0);
            addresses.put(i, characters.position(0).address() + at);
            at += encoded[i].length + 1;
        }
        characters.position(0);
    }

    /** One zero-terminated string. */
    static BytePointer of(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        BytePointer pointer = new BytePointer(encoded.length + 1L);
        pointer.put(encoded, 0, encoded.length);
        pointer.put(encoded.length, (byte) 0);
        return pointer;
    }

    LongPointer addresses() {
        return addresses;
    }

    long address(int index) {
        return addresses.get(index);
    }

    @Override
    public void close() {
        characters.close();
        addresses.close();
    }
}
