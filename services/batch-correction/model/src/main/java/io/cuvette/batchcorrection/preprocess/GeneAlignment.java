package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.StoredRow;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the genes of new cells meet the genes of a model.
 *
 * @param modelGenes number of genes of the model
 * @param found number of them that the new cells have
 * @param missing names of those that are absent and are filled with zeros
 * @param unused number of genes of the new cells that the model does not know
 * @param duplicates number of them whose name came before; the first one of a name counts
 * @param matchedWithoutVersion those found under another version of their Ensembl id, or without
 *     one, because the exact name was absent and no other came into question
 */
public record GeneAlignment(
        int modelGenes,
        int found,
        List<String> missing,
        int unused,
        int duplicates,
        List<VersionMatch> matchedWithoutVersion) {

    /** Above this share of absent genes the cells are refused. */
    public static final double LARGEST_MISSING_SHARE = 0.2;

    /** Stable id and version: {@code ENSG00000141510.18}, {@code ENSMUSG00000059552.14}. */
    private static final Pattern VERSIONED = Pattern.compile("(ENS[A-Z]*[0-9]{11})\\.[0-9]+");

    private static final Pattern UNVERSIONED = Pattern.compile("ENS[A-Z]*[0-9]{11}");

    public GeneAlignment {
        missing = List.copyOf(missing);
        matchedWithoutVersion = List.copyOf(matchedWithoutVersion);
    }

    /**
     * @param modelGene name in the model
     * @param gene name in the new cells: the same stable id
     */
    public record VersionMatch(String modelGene, String gene) {}

    /**
     * Where each gene of the new cells goes.
     *
     * @param target the model's gene of each column, -1 for one that it does not know
     * @param report how they met
     */
    record Mapping(int[] target, GeneAlignment report) {

        /**
         * Moves one row into the model's order.
         *
         * @param counts is at the row
         * @param length number of its stored values
         * @param columns of the model's genes, as long at least; overwritten
         * @param values overwritten as well
         * @param dense one place a gene of the model, for use in between
         * @return how many values were kept
         */
        int move(StoredRow counts, int length, int[] columns, float[] values, float[] dense) {
            int next = 0;
            for (int k = 0; k < length; k++) {
                int gene = target[counts.column(k)];
                if (gene >= 0) {
                    dense[gene] = counts.value(k);
                    columns[next++] = gene;
                }
            }
            Arrays.sort(columns, 0, next);
            for (int k = 0; k < next; k++) {
                values[k] = dense[columns[k]];
            }
            return next;
        }
    }

    /**
     * By exact name, and for Ensembl ids that have no such match by stable id.
     *
     * @param genes names of the new cells' columns
     * @throws UnsuitableDataException {@code GENE_MISMATCH} when more than 20 % are absent
     */
    static Mapping map(List<String> genes, List<String> modelGenes) throws UnsuitableDataException {
        Map<String, Integer> columnOf = new HashMap<>();
        for (int column = 0; column < genes.size(); column++) {
            columnOf.putIfAbsent(genes.get(column), column);
        }
        int[] target = new int[genes.size()];
        Arrays.fill(target, -1);
        List<Integer> absent = new ArrayList<>();
        for (int gene = 0; gene < modelGenes.size(); gene++) {
            Integer column = columnOf.get(modelGenes.get(gene));
            if (column == null) {
                absent.add(gene);
            } else {
                target[column] = gene;
            }
        }
        List<VersionMatch> matches = matchWithoutVersion(genes, modelGenes, absent, target);
        List<String> missing = absent.stream().map(modelGenes::get).toList();
        int found = modelGenes.size() - missing.size();
        if (missing.size() > LARGEST_MISSING_SHARE * modelGenes.size()) {
            throw mismatch(found, modelGenes.size(), missing);
        }
        return new Mapping(
                target,
                new GeneAlignment(
                        modelGenes.size(),
                        found,
                        missing,
                        genes.size() - found,
                        genes.size() - columnOf.size(),
                        matches));
    }

    /**
     * Finds absent genes under another version of their id. Only where nothing else comes into
     * question: the id is once among all genes of the model and once among all columns.
     *
     * @param absent genes of the model; those that are found are taken out
     * @param target is completed
     */
    private static List<VersionMatch> matchWithoutVersion(
            List<String> genes, List<String> modelGenes, List<Integer> absent, int[] target) {
        if (absent.stream().noneMatch(gene -> stableId(modelGenes.get(gene)).isPresent())) {
            return List.of();
        }
        Map<String, Integer> ofModel = new HashMap<>();
        modelGenes.forEach(
                gene -> stableId(gene).ifPresent(id -> ofModel.merge(id, 1, Integer::sum)));
        Map<String, List<Integer>> columns = new HashMap<>();
        for (int column = 0; column < genes.size(); column++) {
            int at = column;
            stableId(genes.get(column))
                    .filter(ofModel::containsKey)
                    .ifPresent(id -> columns.computeIfAbsent(id, i -> new ArrayList<>()).add(at));
        }
        List<VersionMatch> matches = new ArrayList<>();
        absent.removeIf(
                gene -> {
                    String id = stableId(modelGenes.get(gene)).orElse("");
                    List<Integer> candidates = columns.getOrDefault(id, List.of());
                    if (candidates.size() != 1 || ofModel.getOrDefault(id, 0) != 1) {
                        return false;
                    }
                    target[candidates.get(0)] = gene;
                    matches.add(
                            new VersionMatch(modelGenes.get(gene), genes.get(candidates.get(0))));
                    return true;
                });
        return matches;
    }

    /** The id without its version; empty for names that are no Ensembl ids. */
    private static Optional<String> stableId(String gene) {
        if (!gene.startsWith("ENS")) {
            return Optional.empty();
        }
        Matcher versioned = VERSIONED.matcher(gene);
        if (versioned.matches()) {
            return Optional.of(versioned.group(1));
        }
        return UNVERSIONED.matcher(gene).matches() ? Optional.of(gene) : Optional.empty();
    }

    private static UnsuitableDataException mismatch(
            int found, int modelGenes, List<String> missing) {
        return new UnsuitableDataException(
                FindingCode.GENE_MISMATCH,
                "genes",
                ("the cells have only %d of the model's %d genes (absent: %s%s); use the same gene"
                                + " names and annotation as the training data")
                        .formatted(
                                found,
                                modelGenes,
                                String.join(", ", missing.subList(0, Math.min(5, missing.size()))),
                                missing.size() > 5 ? ", ..." : ""));
    }
}
