package io.cuvette.batchcorrection.artifact;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells that a model was trained and evaluated on, and where each method puts them: {@code
 * cells.json} and {@code embeddings.safetensors}.
 *
 * @param names of the cells that passed the filter
 * @param rows of these cells in the dataset
 * @param batches code of each cell
 * @param labels code of each cell, -1 where there is none
 * @param parts 0 train, 1 validation, 2 test
 * @param embeddings cells x dimensions, by method
 * @param layouts cells x 2, UMAP by method
 */
public record TrainingCells(
        List<String> names,
        int[] rows,
        int[] batches,
        int[] labels,
        int[] parts,
        Map<Method, DenseMatrix> embeddings,
        Map<Method, DenseMatrix> layouts) {

    public static final String NAMES = "cells.json";
    public static final String EMBEDDINGS = "embeddings.safetensors";

    public TrainingCells {
        names = List.copyOf(names);
    }

    private record NamesFile(List<String> names) {}

    public int size() {
        return rows.length;
    }

    public Optional<DenseMatrix> embedding(Method method) {
        return Optional.ofNullable(embeddings.get(method));
    }

    public Optional<Embedding> layout(Method method) {
        return Optional.ofNullable(layouts.get(method)).map(Embedding::of);
    }

    public void write(Path folder) throws IOException {
        Json.write(folder.resolve(NAMES), new NamesFile(names));
        SafetensorsWriter tensors =
                new SafetensorsWriter()
                        .add("cells.row", rows, size())
                        .add("cells.batch", batches, size())
                        .add("cells.label", labels, size())
                        .add("cells.part", parts, size());
        embeddings.forEach((method, matrix) -> add(tensors, method.key(), matrix));
        layouts.forEach((method, matrix) -> add(tensors, "umap." + method.key(), matrix));
        tensors.writeTo(folder.resolve(EMBEDDINGS));
    }

    private static void add(SafetensorsWriter tensors, String name, DenseMatrix matrix) {
        tensors.add(name, matrix.values(), matrix.rows(), matrix.columns());
    }

    public static TrainingCells read(Path folder) throws IOException {
        List<String> names = Json.read(folder.resolve(NAMES), NamesFile.class).names();
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
            return new TrainingCells(
                    names,
                    tensors.ints("cells.row"),
                    tensors.ints("cells.batch"),
                    tensors.ints("cells.label"),
                    tensors.ints("cells.part"),
                    embeddings,
                    layouts);
        }
    }

    private static DenseMatrix matrix(SafetensorsReader tensors, String name, int rows)
            throws IOException {
        float[] values = tensors.floats(name);
        return new DenseMatrix(rows, values.length / Math.max(1, rows), values);
    }
}
