package io.cuvette.reactormodel.runs;

import io.cuvette.reactormodel.runs.parquet.ParquetFile;
import io.cuvette.reactormodel.runs.parquet.ParquetLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Parquet file with the columns of the table; its other columns are not read. */
final class ParquetRuns {

    private ParquetRuns() {}

    static ReactorRuns read(Path path, RunSettings settings, Findings findings) throws IOException {
        RunLimits limits = settings.limits();
        RunCollector collector = new RunCollector(settings, findings);
        ParquetFile file =
                ParquetFile.read(
                        path,
                        new ParquetLimits(
                                limits.bytes(),
                                limits.rows(),
                                limits.columns(),
                                limits.cellCharacters()));
        List<String> names = file.columns();
        ColumnPlan plan = ColumnPlan.of(names, true, settings, findings);
        if (plan.runColumn() != ColumnPlan.NONE) {
            String[] runs = file.texts(plan.runColumn());
            double[][] columns = new double[names.size()][];
            for (int column = 0; column < columns.length; column++) {
                columns[column] =
                        plan.meaning(column).isPresent() ? file.numbers(column) : new double[0];
            }
            double[] values = new double[names.size()];
            for (int row = 0; row < file.rows(); row++) {
                for (int column = 0; column < values.length; column++) {
                    values[column] =
                            columns[column].length == 0 ? Double.NaN : columns[column][row];
                }
                collector.row(plan, "row " + (row + 1), runs[row], values);
            }
        }
        return collector.finish();
    }
}
