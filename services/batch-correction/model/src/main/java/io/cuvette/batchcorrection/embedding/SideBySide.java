package io.cuvette.batchcorrection.embedding;

import java.util.List;

/**
 * Several embeddings of the same cells as one.
 *
 * @param parts at least one
 */
public record SideBySide(List<EmbeddedCells> parts) implements EmbeddedCells {

    public SideBySide {
        parts = List.copyOf(parts);
        int cells = parts.get(0).cells();
        for (EmbeddedCells part : parts) {
            if (part.cells() != cells) {
                throw new IllegalArgumentException(
                        "embeddings of %d and %d cells".formatted(cells, part.cells()));
            }
        }
    }

    @Override
    public int cells() {
        return parts.get(0).cells();
    }

    @Override
    public int dimensions() {
        return parts.stream().mapToInt(EmbeddedCells::dimensions).sum();
    }

    @Override
    public Embedding select(int[] chosen) {
        int dimensions = dimensions();
        double[] values = new double[Math.multiplyExact(chosen.length, dimensions)];
        int offset = 0;
        for (EmbeddedCells part : parts) {
            Embedding own = part.select(chosen);
            for (int cell = 0; cell < chosen.length; cell++) {
                System.arraycopy(
                        own.values(),
                        cell * own.dimensions(),
                        values,
                        cell * dimensions + offset,
                        own.dimensions());
            }
            offset += own.dimensions();
        }
        return new Embedding(chosen.length, dimensions, values);
    }

    @Override
    public boolean isFinite() {
        return parts.stream().allMatch(EmbeddedCells::isFinite);
    }
}
