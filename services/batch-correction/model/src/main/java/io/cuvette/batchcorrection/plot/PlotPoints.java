package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an interactive page needs to draw one embedding.
 *
 * @param method embedding that is shown, for instance {@code medl_plus}
 * @param xLabel axis name, with the share of variance for principal components
 * @param cells names, one a point
 * @param batch codes and names; code -1 is missing
 * @param label codes and names; no names when there is no label column
 * @param targets codes and names of the other columns that may colour the points
 */
public record PlotPoints(
        String method,
        String xLabel,
        String yLabel,
        List<String> cells,
        double[] x,
        double[] y,
        Grouping batch,
        Grouping label,
        Map<String, Grouping> targets) {

    public PlotPoints {
        cells = List.copyOf(cells);
        int points = cells.size();
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        if (x.length != cells.size()
                || y.length != cells.size()
                || batch.size() != cells.size()
                || label.size() != cells.size()
                || targets.values().stream().anyMatch(target -> target.size() != points)) {
            throw new IllegalArgumentException(
                    "one point, batch, label and value of a target a cell are needed");
        }
    }
}
