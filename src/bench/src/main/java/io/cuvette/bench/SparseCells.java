package io.cuvette.bench;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.h5ad.H5adDocument;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.h5ad.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random sparse cells: independent places, so that a size and a density are all there is to it. */
public final class SparseCells {

    private SparseCells() {}

    /** Values in (0, 1]. */
    public static CsrMatrix random(int cells, int genes, double density, long seed) {
        return fill(cells, genes, density, seed, random -> 1 - (float) random.nextDouble());
    }

    /** Small counts: 1 and upwards, each half as frequent as the one before. */
    static CsrMatrix counts(int cells, int genes, double density, long seed) {
        return fill(cells, genes, density, seed, SparseCells::count);
    }

    /** An uncompressed {@code .h5ad} of {@link #counts} with cells of every batch in turn. */
    static void write(Path file, int cells, int genes, double density, int batches, long seed)
            throws IOException {
        int[] codes = IntStream.range(0, cells).map(cell -> cell % batches).toArray();
        Frame obs =
                Frame.of(names("cell", cells))
                        .with(
                                "batch",
                                new Column.Categorical(codes, names("batch", batches), false));
        AnnData data =
                AnnData.of(
                        counts(cells, genes, density, seed), obs, Frame.of(names("gene", genes)));
        H5adWriter.write(
                file,
                H5adDocument.of(data),
                new WriteOptions(
                        0, WriteOptions.SparseLayout.CSR, WriteOptions.MissingText.CATEGORICAL));
    }

    /**
     * Cells of types and batches.
     *
     * @param density of the whole; a type has three times as much in the blocks of genes that are
     *     its own as in the others
     * @param batches of different depth, cells of every batch in turn
     */
    record Mixture(int cells, int genes, double density, int batches, int types) {

        /** Genes of a block; every type owns one block in as many as there are types. */
        private static final int BLOCK = 20;

        /** Chance that a cell of a type and batch stores a value of a gene. */
        double density(int type, int batch, int gene) {
            double own = gene / BLOCK % types == type ? 3 : 1;
            double depth = 0.8 + 0.4 * batch / Math.max(1, batches - 1);
            return density * depth * own / (1 + 2.0 / types);
        }
    }

    /**
     * An {@code .h5ad} of {@link #counts small counts} with columns {@code batch} and {@code
     * label}. Cells go through a scratch file beside it, so memory holds their annotations and not
     * one matrix.
     */
    static void stream(Path file, Mixture mixture, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int[] batches = new int[mixture.cells()];
        int[] types = new int[mixture.cells()];
        try (RowFile.Writer rows =
                RowFile.writer(file.toAbsolutePath().getParent(), mixture.genes())) {
            int[] columns = new int[mixture.genes()];
            float[] values = new float[mixture.genes()];
            for (int cell = 0; cell < mixture.cells(); cell++) {
                batches[cell] = cell % mixture.batches();
                types[cell] = random.nextInt(mixture.types());
                int stored = fill(mixture, types[cell], batches[cell], random, columns, values);
                rows.row(columns, values, 0, stored);
            }
            try (RowFile counts = rows.finish()) {
                Frame obs =
                        Frame.of(names("cell", mixture.cells()))
                                .with("batch", categories("batch", mixture.batches(), batches))
                                .with("label", categories("type", mixture.types(), types));
                H5adWriter.write(file, counts, obs, Frame.of(names("gene", mixture.genes())));
            }
        }
    }

    private static Column categories(String prefix, int count, int[] codes) {
        return new Column.Categorical(codes, names(prefix, count), false);
    }

    /** Block by block, for a block has one density and its gaps one geometric law. */
    private static int fill(
            Mixture mixture,
            int type,
            int batch,
            SplittableRandom random,
            int[] columns,
            float[] values) {
        int stored = 0;
        for (int from = 0; from < mixture.genes(); from += Mixture.BLOCK) {
            int to = Math.min(mixture.genes(), from + Mixture.BLOCK);
            double logEmpty = Math.log1p(-mixture.density(type, batch, from));
            for (long gene = from + gap(random, logEmpty);
                    gene < to;
                    gene += 1 + gap(random, logEmpty)) {
                columns[stored] = (int) gene;
                values[stored++] = count(random);
            }
        }
        return stored;
    }

    private static float count(SplittableRandom random) {
        return 1 + Long.numberOfTrailingZeros(random.nextLong() | 1L << 40);
    }

    static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private interface Value {
        float next(SplittableRandom random);
    }

    /** Gaps between stored places are geometric, so a cell costs its values, not its genes. */
    private static CsrMatrix fill(int cells, int genes, double density, long seed, Value value) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] pointers = new int[cells + 1];
        int capacity = Math.toIntExact((long) (cells * (double) genes * density * 1.1) + genes);
        int[] columns = new int[capacity];
        float[] values = new float[capacity];
        double logEmpty = Math.log1p(-density);
        int next = 0;
        for (int cell = 0; cell < cells; cell++) {
            long gene = gap(random, logEmpty);
            while (gene < genes) {
                if (next == columns.length) {
                    columns = Arrays.copyOf(columns, next + next / 4 + 1);
                    values = Arrays.copyOf(values, columns.length);
                }
                columns[next] = (int) gene;
                values[next++] = value.next(random);
                gene += 1 + gap(random, logEmpty);
            }
            pointers[cell + 1] = next;
        }
        return new CsrMatrix(
                cells, genes, pointers, Arrays.copyOf(columns, next), Arrays.copyOf(values, next));
    }

    private static long gap(SplittableRandom random, double logEmpty) {
        return (long) (Math.log(1 - random.nextDouble()) / logEmpty);
    }
}
