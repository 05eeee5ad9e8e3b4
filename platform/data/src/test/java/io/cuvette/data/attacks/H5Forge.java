package io.cuvette.data.attacks;

import static org.bytedeco.hdf5.global.hdf5.H5Dclose;
import static org.bytedeco.hdf5.global.hdf5.H5Dcreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Dwrite_chunk;
import static org.bytedeco.hdf5.global.hdf5.H5Fclose;
import static org.bytedeco.hdf5.global.hdf5.H5Fopen;
import static org.bytedeco.hdf5.global.hdf5.H5Lcreate_external;
import static org.bytedeco.hdf5.global.hdf5.H5Lcreate_hard;
import static org.bytedeco.hdf5.global.hdf5.H5Lcreate_soft;
import static org.bytedeco.hdf5.global.hdf5.H5Ldelete;
import static org.bytedeco.hdf5.global.hdf5.H5P_CLS_DATASET_CREATE_ID_g;
import static org.bytedeco.hdf5.global.hdf5.H5Pclose;
import static org.bytedeco.hdf5.global.hdf5.H5Pcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_chunk;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_deflate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_external;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_filter;
import static org.bytedeco.hdf5.global.hdf5.H5Sclose;
import static org.bytedeco.hdf5.global.hdf5.H5Screate_simple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** Changes a file of our own into one that no honest program writes. */
final class H5Forge implements AutoCloseable {

    private static final int READ_WRITE = 1;
    private static final int FILTER_OPTIONAL = 1;
    private static final long UNLIMITED = -1;

    private final long file;

    H5Forge(Path path) throws IOException {
        file = check(H5Fopen(path.toString(), READ_WRITE, 0));
    }

    private static long check(long status) throws IOException {
        if (status < 0) {
            throw new IOException("forging failed");
        }
        return status;
    }

    void delete(String path) throws IOException {
        check(H5Ldelete(file, path, 0));
    }

    void softLink(String path, String target) throws IOException {
        check(H5Lcreate_soft(target, file, path, 0, 0));
    }

    void hardLink(String path, String target) throws IOException {
        check(H5Lcreate_hard(file, target, file, path, 0, 0));
    }

    void externalLink(String path, String otherFile, String target) throws IOException {
        check(H5Lcreate_external(otherFile, target, file, path, 0, 0));
    }

    /** A dataset whose bytes lie in another file. */
    void externalStorage(String path, long type, String otherFile, long... dimensions)
            throws IOException {
        long bytes = 4;
        for (long extent : dimensions) {
            bytes *= extent;
        }
        long size = bytes;
        dataset(
                path,
                type,
                dimensions,
                properties -> H5Pset_external(properties, otherFile, 0, size),
                new byte[0][]);
    }

    /** A dataset with chunks whose stored bytes are given; those not given are not there. */
    void gzipChunks(String path, long type, long[] dimensions, long[] chunk, byte[]... stored)
            throws IOException {
        dataset(
                path,
                type,
                dimensions,
                properties -> {
                    H5Pset_chunk(properties, chunk.length, chunk);
                    H5Pset_deflate(properties, 1);
                },
                stored,
                chunk);
    }

    void filteredChunks(
            String path, long type, int filter, long[] dimensions, long[] chunk, byte[]... stored)
            throws IOException {
        dataset(
                path,
                type,
                dimensions,
                properties -> {
                    H5Pset_chunk(properties, chunk.length, chunk);
                    H5Pset_filter(properties, filter, FILTER_OPTIONAL, 0, (IntPointer) null);
                },
                stored,
                chunk);
    }

    private void dataset(
            String path,
            long type,
            long[] dimensions,
            LongConsumer configure,
            byte[][] stored,
            long... chunk)
            throws IOException {
        long properties = check(H5Pcreate(H5P_CLS_DATASET_CREATE_ID_g()));
        configure.accept(properties);
        // unlimited, because only then may a chunk be larger than the whole
        long[] largest = dimensions.clone();
        if (chunk.length > 0) {
            Arrays.fill(largest, UNLIMITED);
        }
        long space = check(H5Screate_simple(dimensions.length, dimensions, largest));
        long dataset = check(H5Dcreate2(file, path, type, space, 0, properties, 0));
        for (int i = 0; i < stored.length; i++) {
            long[] offset = new long[dimensions.length];
            offset[0] = i * chunk[0];
            try (BytePointer bytes = new BytePointer(stored[i])) {
                check(H5Dwrite_chunk(dataset, 0, 0, offset, stored[i].length, bytes));
            }
        }
        check(H5Dclose(dataset));
        check(H5Sclose(space));
        check(H5Pclose(properties));
    }

    @Override
    public void close() throws IOException {
        check(H5Fclose(file));
    }
}
