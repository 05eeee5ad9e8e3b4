package io.cuvette.batchcorrection.preprocess;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.cuvette.data.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What the layout of an experiment allows, told before anything is trained: batch sizes, how
 * batches and labels meet, and what cannot be separated from the batch. Bounded, so that it can be
 * stored with a model and sent as it is.
 *
 * @param batchKey column that names the batch
 * @param labelKey column that names the label
 * @param cells of the dataset
 * @param batchCount number of batches, all of them
 * @param labelCount number of labels, all of them; 0 without labels
 * @param unlabelledCells cells without a label when there is a label column
 * @param batches at most {@value #MOST_BATCHES}, by name
 * @param labels at most {@value #MOST_LABELS}, those of most cells, by name
 * @param contingency cells of each of {@code batches} (rows) with each of {@code labels} (columns)
 * @param association of batch and label; absent without labels
 * @param missingPairCount pairs of batch and label without a cell, all of them
 * @param missingPairs at most {@value #MOST_PAIRS} of them
 * @param functionsOfBatch other columns with one value in each batch, at most {@value
 *     #MOST_COLUMNS}
 * @param columnsNotExamined other columns of which it is not known whether they are
 * @param truncated whether any list is shorter than what it counts
 * @param findings what this means, and what stops a training
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DesignAudit(
        String batchKey,
        Optional<String> labelKey,
        int cells,
        int batchCount,
        int labelCount,
        int unlabelledCells,
        List<Batch> batches,
        List<Label> labels,
        List<List<Integer>> contingency,
        Optional<Association> association,
        long missingPairCount,
        List<Pair> missingPairs,
        List<FunctionOfBatch> functionsOfBatch,
        int columnsNotExamined,
        boolean truncated,
        List<Finding> findings) {

    public static final int MOST_BATCHES = 1_000;
    public static final int MOST_LABELS = 200;
    public static final int MOST_PAIRS = 200;
    public static final int MOST_COLUMNS = 100;

    public DesignAudit {
        batches = List.copyOf(batches);
        labels = List.copyOf(labels);
        contingency = contingency.stream().map(List::copyOf).toList();
        missingPairs = List.copyOf(missingPairs);
        functionsOfBatch = List.copyOf(functionsOfBatch);
        findings = List.copyOf(findings);
    }

    /**
     * @param name at most 200 characters
     * @param labels different ones that it has
     * @param tiny fewer than {@value DesignCheck#TINY_BATCH} cells
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Batch(String name, int cells, int labels, boolean tiny) {}

    /**
     * @param name at most 200 characters
     * @param batches that have it
     * @param onlyBatch the one that has it when there is no other
     * @param tiny fewer than {@value DesignCheck#TINY_LABEL} cells
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Label(
            String name, int cells, int batches, Optional<String> onlyBatch, boolean tiny) {}

    /**
     * @param cramersV 0 independent, 1 one decides the other
     * @param inSampleLookupCeiling accuracy of naming the label from the batch alone, on the cells
     *     that the table was made of; on further cells it is lower
     * @param chance expected accuracy of guessing by label frequency
     * @param batchDeterminesLabel no batch has two labels
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Association(
            double cramersV,
            @JsonAlias("lookupCeiling") double inSampleLookupCeiling,
            double chance,
            boolean batchDeterminesLabel) {}

    /** A batch that lacks a label. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Pair(String batch, String label) {}

    /**
     * A column whose value follows from the batch.
     *
     * @param values different ones
     * @param namesTheBatch every batch has a value of its own: another name of the batch
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FunctionOfBatch(String column, int values, boolean namesTheBatch) {}

    DesignAudit withFindings(List<Finding> next) {
        return new DesignAudit(
                batchKey,
                labelKey,
                cells,
                batchCount,
                labelCount,
                unlabelledCells,
                batches,
                labels,
                contingency,
                association,
                missingPairCount,
                missingPairs,
                functionsOfBatch,
                columnsNotExamined,
                truncated,
                next);
    }

    /** Whether a training could start. */
    public boolean usable() {
        return findings.stream().noneMatch(Finding::stops);
    }
}
