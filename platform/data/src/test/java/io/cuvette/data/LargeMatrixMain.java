package io.cuvette.data;

import io.cuvette.data.anndata.StoredRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Describes and spools files in a virtual machine of little memory and prints what they hold.
 * Arguments: the scratch folder, then the files; a table is one of genes x cells.
 */
final class LargeMatrixMain {

    private LargeMatrixMain() {}

    public static void main(String[] arguments) throws IOException {
        ReadOptions options =
                new ReadOptions(
                        Orientation.GENES_BY_CELLS, Path.of(arguments[0]), ReadLimits.DEFAULT);
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            DatasetDescription description = DatasetReader.describe(file, options);
            try (SpooledDataset data =
                    DatasetReader.spool(file, Optional.empty(), any -> true, options)) {
                System.out.printf(
                        "%s %d %d %d %d %d%n",
                        file.getFileName(),
                        data.obs().size(),
                        data.var().size(),
                        description.storedValues(),
                        data.counts().storedValues(),
                        checksum(data));
            }
        }
    }

    private static long checksum(SpooledDataset data) {
        StoredRow row = new StoredRow(data.counts());
        long sum = 0;
        for (int cell = 0; cell < data.counts().rows(); cell++) {
            int stored = row.read(cell);
            for (int k = 0; k < stored; k++) {
                sum = LargeMatrixTest.add(sum, cell, row.column(k), (int) row.value(k));
            }
        }
        return sum;
    }
}
