package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.embedding.StoredEmbedding;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.data.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells that a model was trained and evaluated on, and where each method puts them: {@code
 * cells.json} and {@code embeddings.safetensors}. Names and codes are held; embeddings and layouts
 * stay in their file, which is open until {@link #close}.
 */
public final class TrainingCells implements AutoCloseable {

    public static final String NAMES = "cells.json";
    public static final String EMBEDDINGS = "embeddings.safetensors";

    /** Name, shape and place of a tensor in memory, and what reads it. */
    private static final long TENSOR_BYTES = 256;

    private final PackedStrings names;
    private final CellIndex index;
    private final SafetensorsReader file;
    private final Map<Method, StoredEmbedding> embeddings = new EnumMap<>(Method.class);
    private final Map<Method, StoredEmbedding> layouts = new EnumMap<>(Method.class);

    private record NamesFile(List<String> names) {}

    private TrainingCells(PackedStrings names, SafetensorsReader file) throws IOException {
        this.names = names;
        this.file = file;
        requireCell("cells.row", "cells.batch", "cells.label", "cells.part");
        this.index =
                new CellIndex(
                        file.ints("cells.row"),
                        file.ints("cells.batch"),
                        file.ints("cells.label"),
                        file.ints("cells.part"));
        for (Method method : Method.values()) {
            open(method.key(), method, embeddings);
            open("umap." + method.key(), method, layouts);
        }
    }

    /** Before any is allocated. */
    private void requireCell(String... tensors) throws IOException {
        for (String tensor : tensors) {
            long values = file.info(tensor).elements();
            if (values != names.size()) {
                throw new IOException(
                        "%d names for %d cells in %s".formatted(names.size(), values, tensor));
            }
        }
    }

    private void open(String tensor, Method method, Map<Method, StoredEmbedding> matrices)
            throws IOException {
        if (file.find(tensor).isPresent()) {
            matrices.put(method, StoredEmbedding.of(file, tensor, names.size()));
        }
    }

    /** Names of the cells that passed the filter. */
    public PackedStrings names() {
        return names;
    }

    /** Their rows, codes and parts. */
    public CellIndex index() {
        return index;
    }

    /** Bytes of memory held. */
    public long sizeBytes() {
        return 4L * Integer.BYTES * index.size()
                + names.sizeBytes()
                + TENSOR_BYTES * file.tensors().size();
    }

    /** Cells x dimensions. */
    public Optional<StoredEmbedding> embedding(Method method) {
        return Optional.ofNullable(embeddings.get(method));
    }

    /** UMAP, cells x 2; NaN for cells that were not laid out. */
    public Optional<StoredEmbedding> layout(Method method) {
        return Optional.ofNullable(layouts.get(method));
    }

    /** Writes {@code cells.json} into a folder. */
    public static Path writeNames(Path folder, List<String> names) throws IOException {
        Path file = folder.resolve(NAMES);
        Json.write(file, new NamesFile(names));
        return file;
    }

    /**
     * Brings both files into a folder; embeddings go from file to file.
     *
     * @param names what {@link #writeNames} gave; moved
     */
    public static void write(
            Path folder,
            Path names,
            CellIndex index,
            Map<Method, EmbeddingFile> embeddings,
            Map<Method, DenseMatrix> layouts)
            throws IOException {
        Files.move(names, folder.resolve(NAMES));
        SafetensorsWriter tensors =
                new SafetensorsWriter()
                        .add("cells.row", index.rows(), index.size())
                        .add("cells.batch", index.batches(), index.size())
                        .add("cells.label", index.labels(), index.size())
                        .add("cells.part", index.parts(), index.size());
        embeddings.forEach(
                (method, file) ->
                        tensors.add(
                                method.key(),
                                TensorType.F32,
                                new long[] {file.cells(), file.dimensions()},
                                file::writeTo));
        layouts.forEach((method, matrix) -> add(tensors, "umap." + method.key(), matrix));
        tensors.writeTo(folder.resolve(EMBEDDINGS));
    }

    private static void add(SafetensorsWriter tensors, String name, DenseMatrix matrix) {
        tensors.add(name, matrix.values(), matrix.rows(), matrix.columns());
    }

    /**
     * Opens both files; the caller closes them. Where files in use may be deleted, they may be.
     *
     * @throws IOException when one is missing or damaged, or they are of different cells
     */
    public static TrainingCells read(Path folder) throws IOException {
        PackedStrings names = Json.readStrings(folder.resolve(NAMES), "names");
        SafetensorsReader file = SafetensorsReader.open(folder.resolve(EMBEDDINGS));
        try {
            return new TrainingCells(names, file);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
