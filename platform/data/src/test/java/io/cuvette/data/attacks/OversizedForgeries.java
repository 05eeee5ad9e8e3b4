package io.cuvette.data.attacks;

import static io.cuvette.data.attacks.H5adForgeries.CELLS;
import static io.cuvette.data.attacks.H5adForgeries.GENES;
import static io.cuvette.data.attacks.H5adForgeries.bytes;
import static io.cuvette.data.attacks.H5adForgeries.deflate;
import static io.cuvette.data.attacks.H5adForgeries.forged;
import static io.cuvette.data.attacks.H5adForgeries.genes;
import static io.cuvette.data.attacks.H5adForgeries.gzip;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Small files that declare, or expand to, more than anyone should hold. */
final class OversizedForgeries {

    private OversizedForgeries() {}

    static void hugeIndex(Path file, long cells) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("obs/_index");
                    forge.gzipChunks(
                            "obs/_index",
                            H5T_STD_I32LE_g(),
                            new long[] {cells},
                            new long[] {1 << 20},
                            new byte[0][]);
                });
    }

    static void hugeData(Path file, long values) throws IOException {
        forged(
                file,
                forge -> {
                    for (String part : List.of("X/data", "X/indices")) {
                        forge.delete(part);
                        forge.gzipChunks(
                                part,
                                H5T_STD_I32LE_g(),
                                new long[] {values},
                                new long[] {1 << 20},
                                new byte[0][]);
                    }
                    forge.delete("X/indptr");
                    forge.gzipChunks(
                            "X/indptr",
                            H5T_STD_I32LE_g(),
                            new long[] {CELLS + 1},
                            new long[] {CELLS + 1},
                            gzip(bytes(0, 0, 0, 0, (int) values)));
                });
    }

    static void hugeDense(Path file, long rows, long columns, long chunk) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {rows, columns},
                            new long[] {chunk, chunk},
                            new byte[0][]);
                });
    }

    /** 100,000 x 4 with a chunk for each value and none of them there. */
    static void tinyChunks(Path file) throws IOException {
        int cells = 100_000;
        String[] names = new String[cells];
        Arrays.setAll(names, i -> "c" + i);
        H5adWriter.write(
                file,
                AnnData.of(
                        new CsrMatrix(cells, 4, new int[cells + 1], new int[0], new float[0]),
                        Frame.of(List.of(names)),
                        genes(4)));
        try (H5Forge forge = new H5Forge(file)) {
            forge.delete("X");
            forge.gzipChunks(
                    "X",
                    H5T_IEEE_F32LE_g(),
                    new long[] {cells, 4},
                    new long[] {1, 1},
                    new byte[0][]);
        }
    }

    static void hugeChunk(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {CELLS, GENES},
                            new long[] {1 << 14, 1 << 15},
                            deflate(1 << 20));
                });
    }

    /** Half a megabyte that would become half a gigabyte, in a chunk of four megabytes. */
    static void gzipBomb(Path file) throws IOException {
        chunk(file, 1024, 1024, deflate(512L << 20));
    }

    static void chunk(Path file, long rows, long columns, byte[] stored) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.gzipChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            new long[] {CELLS, GENES},
                            new long[] {rows, columns},
                            stored);
                });
    }

    /** Honest chunks, each a thousandth of what it becomes: 1.3 GB in 1.3 MB. */
    static void ratioBomb(Path file) throws IOException {
        int chunk = 8 << 20;
        byte[] zeros = deflate(4L * chunk);
        byte[][] stored = new byte[20][];
        Arrays.fill(stored, zeros);
        long values = (long) chunk * stored.length;
        forged(
                file,
                forge -> {
                    for (String part : List.of("X/data", "X/indices")) {
                        forge.delete(part);
                        forge.gzipChunks(
                                part,
                                H5T_STD_I32LE_g(),
                                new long[] {values},
                                new long[] {chunk},
                                stored);
                    }
                    forge.delete("X/indptr");
                    forge.gzipChunks(
                            "X/indptr",
                            H5T_STD_I32LE_g(),
                            new long[] {CELLS + 1},
                            new long[] {CELLS + 1},
                            gzip(bytes(0, 0, 0, 0, (int) values)));
                });
    }

    static void unknownFilter(Path file) throws IOException {
        forged(
                file,
                forge -> {
                    forge.delete("X");
                    forge.filteredChunks(
                            "X",
                            H5T_IEEE_F32LE_g(),
                            32015, // zstandard
                            new long[] {CELLS, GENES},
                            new long[] {CELLS, GENES},
                            new byte[] {1, 2, 3});
                });
    }
}
