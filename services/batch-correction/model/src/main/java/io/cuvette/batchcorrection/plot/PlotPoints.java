package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.List;

/**
 * What an interactive page needs to draw one embedding.
 *
 * @param method embedding that is shown, for instance {@code medl_plus}
 * @param xLabel axis name, with the share of variance for principal components
 * @param cells names, one a point
 * @param batch codes and names; code -1 is missing
 * @param label codes and names; no names when there is no label column
 */
public record PlotPoints(
        String method,
        String xLabel,
        String yLabel,
        List<String> cells,
        double[] x,
        double[] y,
        Grouping batch,
        Grouping label) {

    public PlotPoints {
        cells = List.copyOf(cells);
        if (x.length != cells.size()
                || y.length != cells.size()
                || batch.size() != cells.size()
                || label.size() != cells.size()) {
            throw new IllegalArgumentException("one point, batch and label a cell are needed");
        }
    }
}
