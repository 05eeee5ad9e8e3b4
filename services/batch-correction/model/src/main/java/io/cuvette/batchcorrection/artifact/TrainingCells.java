package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.embedding.EmbeddingFile;
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
import java.util.stream.Stream;

/**
 * The cells that a model was trained and evaluated on, and where each method puts them: {@code
 * cells.json} and {@code embeddings.safetensors}.
 *
 * @param names of the cells that passed the filter
 * @param index their rows, codes and parts
 * @param embeddings cells x dimensions, by method
 * @param layouts cells x 2, UMAP by method
 */
public record TrainingCells(
        PackedStrings names,
        CellIndex index,
        Map<Method, DenseMatrix> embeddings,
        Map<Method, DenseMatrix> layouts) {

    public static final String NAMES = "cells.json";
    public static final String EMBEDDINGS = "embeddings.safetensors";

    private record NamesFile(List<String> names) {}

    public TrainingCells {
        if (names.size() != index.size()) {
            throw new IllegalArgumentException(
                    "%d names for %d cells".formatted(names.size(), index.size()));
        }
    }

    /** Bytes held. */
    public long sizeBytes() {
        long values =
                Stream.of(embeddings, layouts)
                        .flatMap(matrices -> matrices.values().stream())
                        .mapToLong(matrix -> matrix.values().length)
                        .sum();
        return Float.BYTES * values + 4L * Integer.BYTES * index.size() + names.sizeBytes();
    }

    public Optional<DenseMatrix> embedding(Method method) {
        return Optional.ofNullable(embeddings.get(method));
    }

    public Optional<Embedding> layout(Method method) {
        return Optional.ofNullable(layouts.get(method)).map(Embedding::of);
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

    public static TrainingCells read(Path folder) throws IOException {
        PackedStrings names = Json.readStrings(folder.resolve(NAMES), "names");
        try (SafetensorsReader tensors = SafetensorsReader.open(folder.resolve(EMBEDDINGS))) {
            Map<Method, DenseMatrix> embeddings = new EnumMap<>(Method.class);
            Map<Method, DenseMatrix> layouts = new EnumMap<>(Method.class);
            for (Method method : Method.values()) {
                if (tensors.find(method.key()).isPresent()) {
                    embeddings.put(method, matrix(tensors, method.key(), names.size()));
                }
                if (tensors.find("umap." + method.key()).isPresent()) {
                    layouts.put(method, matrix(tensors, "umap." + method.key(), names.size()));
                }
            }
            CellIndex index =
                    new CellIndex(
                            tensors.ints("cells.row"),
                            tensors.ints("cells.batch"),
                            tensors.ints("cells.label"),
                            tensors.ints("cells.part"));
            return new TrainingCells(names, index, embeddings, layouts);
        }
    }

    private static DenseMatrix matrix(SafetensorsReader tensors, String name, int rows)
            throws IOException {
        float[] values = tensors.floats(name);
        return new DenseMatrix(rows, values.length / Math.max(1, rows), values);
    }
}
