package io.cuvette.training.app.worker;

import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.training.app.service.DatasetPreview;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the preview of a file that was found usable. */
final class Previews {

    private static final int MAX_COLUMNS = 200;
    private static final int MAX_TEXT = 200;

    private Previews() {}

    static DatasetPreview of(Path file, ReadOptions options, int rows) throws IOException {
        Annotations annotations = DatasetReader.annotations(file, options);
        return of(annotations.obs(), annotations.var(), rows);
    }

    static DatasetPreview of(Frame obs, Frame genes, int rows) {
        int shown = Math.min(rows, obs.size());
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, Column> entry : obs.columns().entrySet()) {
            if (columns.size() == MAX_COLUMNS) {
                break;
            }
            columns.put(
                    entry.getKey(),
                    IntStream.range(0, shown)
                            .mapToObj(row -> shorten(entry.getValue().text(row)))
                            .toList());
        }
        return new DatasetPreview(
                names(obs, shown), columns, names(genes, Math.min(rows, genes.size())));
    }

    private static List<String> names(Frame frame, int count) {
        return frame.index().subList(0, count).stream().map(Previews::shorten).toList();
    }

    private static String shorten(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
