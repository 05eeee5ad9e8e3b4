package io.cuvette.batchcorrection.app.service;

import io.cuvette.service.error.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which of a model's genes a genomap shows. */
public sealed interface GeneChoice {

    /** Fewer genes make no picture. */
    int FEWEST = 4;

    /** A layout of this many takes seconds; the time grows with the third power. */
    int MOST = 1_024;

    /** The model's first genes, as many as are laid out at once. */
    record AsManyAsFit() implements GeneChoice {

        @Override
        public int[] positions(List<String> modelGenes) {
            return first(Math.min(MOST, modelGenes.size()), modelGenes);
        }
    }

    /** The model's first genes. */
    record First(int count) implements GeneChoice {

        @Override
        public int[] positions(List<String> modelGenes) {
            return first(count, modelGenes);
        }
    }

    /** Genes by name. */
    record Named(List<String> names) implements GeneChoice {

        public Named {
            names = List.copyOf(names);
        }

        @Override
        public int[] positions(List<String> modelGenes) {
            requireCount(names.size());
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
    int[] positions(List<String> modelGenes);

    private static int[] first(int count, List<String> modelGenes) {
        requireCount(count);
        if (count > modelGenes.size()) {
            throw ProblemException.invalidField(
                    "genes",
                    "TOO_MANY",
                    "the model has %d genes, asked for %d".formatted(modelGenes.size(), count));
        }
        return IntStream.range(0, count).toArray();
    }

    private static void requireCount(int count) {
        if (count > MOST) {
            throw ProblemException.invalidField(
                    "genes",
                    "TOO_MANY",
                    "this interactive service lays out at most %,d genes at once, asked for %,d;"
                                    .formatted(MOST, count)
                            + " choose fewer");
        }
        if (count < FEWEST) {
            throw ProblemException.invalidField(
                    "genes",
                    "TOO_FEW",
                    "a genomap needs at least %d genes, asked for %d".formatted(FEWEST, count));
        }
    }
}
