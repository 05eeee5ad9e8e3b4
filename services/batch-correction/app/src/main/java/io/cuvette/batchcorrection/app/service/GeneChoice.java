package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.service.error.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Which of a model's genes a genomap shows. */
public sealed interface GeneChoice {

    /** Fewer genes make no picture. */
    int FEWEST = 4;

    /**
     * How many genes are laid out at once. With every pixel a place of its own, 1,024 take about 20
     * s and the time grows with the third power; rings are few, and the paper's 2,916 are quick.
     */
    static int most(LayoutKind layout) {
        return switch (layout) {
            case EUCLID2D -> 1_024;
            case RADIAL -> 2_916;
        };
    }

    /** The model's first genes, as many as are laid out at once. */
    record AsManyAsFit() implements GeneChoice {

        @Override
        public int[] positions(List<String> modelGenes, LayoutKind layout) {
            return first(Math.min(most(layout), modelGenes.size()), modelGenes, layout);
        }
    }

    /** The model's first genes. */
    record First(int count) implements GeneChoice {

        @Override
        public int[] positions(List<String> modelGenes, LayoutKind layout) {
            return first(count, modelGenes, layout);
        }
    }

    /** Genes by name. */
    record Named(List<String> names) implements GeneChoice {

        public Named {
            names = List.copyOf(names);
        }

        @Override
        public int[] positions(List<String> modelGenes, LayoutKind layout) {
            requireCount(names.size(), layout);
            if (new HashSet<>(names).size() < names.size()) {
                throw ProblemException.invalidField(
                        "genes", "DUPLICATE", "a gene is named twice; every gene has one pixel");
            }
            return NamePositions.of("genes", names, modelGenes);
        }
    }

    /**
     * Positions among the model's genes.
     *
     * @throws ProblemException when they are too few, too many or not the model's
     */
    int[] positions(List<String> modelGenes, LayoutKind layout);

    private static int[] first(int count, List<String> modelGenes, LayoutKind layout) {
        requireCount(count, layout);
        if (count > modelGenes.size()) {
            throw ProblemException.invalidField(
                    "genes",
                    "TOO_MANY",
                    "the model has %d genes, asked for %d".formatted(modelGenes.size(), count));
        }
        return IntStream.range(0, count).toArray();
    }

    private static void requireCount(int count, LayoutKind layout) {
        if (count > most(layout)) {
            throw ProblemException.invalidField(
                    "genes",
                    "TOO_MANY",
                    "at most %,d genes are laid out at once by %s, asked for %,d; choose fewer%s"
                            .formatted(
                                    most(layout),
                                    layout.name().toLowerCase(Locale.ROOT),
                                    count,
                                    count <= most(LayoutKind.RADIAL) ? ", or radial" : ""));
        }
        if (count < FEWEST) {
            throw ProblemException.invalidField(
                    "genes",
                    "TOO_FEW",
                    "a genomap needs at least %d genes, asked for %d".formatted(FEWEST, count));
        }
    }
}
