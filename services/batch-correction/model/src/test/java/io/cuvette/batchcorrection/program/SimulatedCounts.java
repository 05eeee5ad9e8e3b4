package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.preprocess.SparseCounts;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small count data with batches and types, for tests of the program; no claim to realism. */
final class SimulatedCounts {

    private SimulatedCounts() {}

    static Path write(Path file, int cells, int genes, int batches, int types, long seed)
            throws IOException {
        return write(file, cells, genes, batches, types, seed, false);
    }

    static Path writeLogged(Path file, int cells, int genes, int batches, int types, long seed)
            throws IOException {
        return write(file, cells, genes, batches, types, seed, true);
    }

    private static Path write(
            Path file, int cells, int genes, int batches, int types, long seed, boolean logged)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] ofType = effects(random, types, genes, 1.0);
        double[][] ofBatch = effects(random, batches, genes, 0.4);
        float[] values = new float[cells * genes];
        int[] batch = new int[cells];
        int[] type = new int[cells];
        List<String> names = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            batch[cell] = cell % batches;
            type[cell] = random.nextInt(types);
            names.add("cell" + cell);
            for (int gene = 0; gene < genes; gene++) {
                double mean = Math.exp(ofType[type[cell]][gene] + ofBatch[batch[cell]][gene]);
                float count = poisson(random, mean);
                values[cell * genes + gene] = logged ? (float) Math.log1p(count) : count;
            }
        }
        List<String> geneNames = new ArrayList<>();
        for (int gene = 0; gene < genes; gene++) {
            geneNames.add("GENE" + gene);
        }
        Frame obs =
                Frame.of(names)
                        .with("batch", categories("batch", batch, batches))
                        .with("label", categories("type", type, types));
        H5adWriter.write(
                file,
                AnnData.of(
                        SparseCounts.of(new DenseMatrix(cells, genes, values)),
                        obs,
                        Frame.of(geneNames)));
        return file;
    }

    private static Column categories(String prefix, int[] codes, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
        return new Column.Categorical(codes, names, false);
    }

    private static double[][] effects(
            SplittableRandom random, int groups, int genes, double spread) {
        double[][] effects = new double[groups][genes];
        for (double[] row : effects) {
            for (int gene = 0; gene < genes; gene++) {
                row[gene] = spread * (random.nextDouble() * 2 - 1);
            }
        }
        return effects;
    }

    private static int poisson(SplittableRandom random, double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
