package io.cuvette.training.app.worker;

import io.cuvette.data.Inspection;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.training.app.service.DatasetPreview;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the preview of a file that was found usable. */
final class Previews {

    private static final int MAX_COLUMNS = 200;
    private static final int MAX_TEXT = 200;

    private Previews() {}

    static DatasetPreview of(Inspection inspection) {
        Frame obs = inspection.firstCells();
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, Column> entry : obs.columns().entrySet()) {
            if (columns.size() == MAX_COLUMNS) {
                break;
            }
            columns.put(
                    entry.getKey(),
                    IntStream.range(0, obs.size())
                            .mapToObj(row -> shorten(entry.getValue().text(row)))
                            .toList());
        }
        return new DatasetPreview(shorten(obs.index()), columns, shorten(inspection.firstGenes()));
    }

    private static List<String> shorten(List<String> names) {
        return names.stream().map(Previews::shorten).toList();
    }

    private static String shorten(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
