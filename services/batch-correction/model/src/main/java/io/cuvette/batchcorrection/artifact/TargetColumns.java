package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns that the job's targets named, such as a diagnosis, of a model's own cells: {@code
 * targets.json} with their values and {@code targets.safetensors} with the codes, I32 {@code
 * [cells]} a column. Batch and label are in the {@link CellIndex}.
 *
 * @param columns by name, in the order of the settings
 */
public record TargetColumns(Map<String, Grouping> columns) {

    public static final String VALUES = "targets.json";
    public static final String CODES = "targets.safetensors";

    /** Columns of more values are left out, as they are refused as labels. */
    public static final int MOST_VALUES = 1_000;

    /**
     * @param values in the order of their codes
     */
    record NamedColumn(String name, List<String> values) {}

    record ValuesFile(List<NamedColumn> columns) {}

    public TargetColumns {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * Those worth keeping.
     *
     * @param targets of all cells, by column
     * @param indexed columns that the index holds
     */
    public static TargetColumns of(Map<String, Grouping> targets, Set<String> indexed) {
        Map<String, Grouping> kept = new LinkedHashMap<>(targets);
        kept.keySet().removeAll(indexed);
        kept.values().removeIf(target -> target.names().size() > MOST_VALUES);
        return new TargetColumns(kept);
    }

    public Optional<Grouping> find(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    /** Bytes held by the codes. */
    public long sizeBytes() {
        return columns.values().stream().mapToLong(column -> 4L * column.size()).sum();
    }

    /** Writes nothing where there are none. */
    public void write(Path folder) throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        List<NamedColumn> values = new ArrayList<>();
        SafetensorsWriter codes = new SafetensorsWriter();
        columns.forEach(
                (name, column) -> {
                    codes.add(tensor(values.size()), column.codes(), column.size());
                    values.add(new NamedColumn(name, column.names()));
                });
        codes.writeTo(folder.resolve(CODES));
        Json.write(folder.resolve(VALUES), new ValuesFile(values));
    }

    /** Names of columns are the caller's, those of tensors are not. */
    private static String tensor(int column) {
        return "target." + column;
    }

    /**
     * Empty for a version without targets, or of an earlier release.
     *
     * @param cells of the model
     */
    public static TargetColumns read(Path folder, int cells) throws IOException {
        if (!Files.exists(folder.resolve(VALUES))) {
            return new TargetColumns(Map.of());
        }
        List<NamedColumn> named = Json.read(folder.resolve(VALUES), ValuesFile.class).columns();
        Map<String, Grouping> columns = new LinkedHashMap<>();
        try (SafetensorsReader codes = SafetensorsReader.open(folder.resolve(CODES))) {
            for (int i = 0; i < named.size(); i++) {
                Grouping column = new Grouping(named.get(i).values(), codes.ints(tensor(i)));
                if (column.size() != cells) {
                    throw new IOException(
                            "target %s has %d codes for %d cells"
                                    .formatted(named.get(i).name(), column.size(), cells));
                }
                columns.put(named.get(i).name(), column);
            }
        }
        return new TargetColumns(columns);
    }
}
