package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.service.BatchReport;
import io.cuvette.batchcorrection.app.service.CellTable;
import io.cuvette.batchcorrection.preprocess.GeneAlignment;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How new cells met a model, in numbers alone: short enough for a header, whatever the names.
 * Tables have no room for the reports themselves, which the answer as JSON holds.
 */
final class AlignmentSummary {

    private AlignmentSummary() {}

    /**
     * @param missing genes of the model that were taken as zero
     */
    private record Genes(
            int modelGenes,
            int found,
            int missing,
            int unused,
            int duplicates,
            int matchedWithoutVersion) {

        static Genes of(GeneAlignment report) {
            return new Genes(
                    report.modelGenes(),
                    report.found(),
                    report.missing().size(),
                    report.unused(),
                    report.duplicates(),
                    report.matchedWithoutVersion().size());
        }
    }

    /**
     * @param unseen number of batches that the model does not know
     * @param substituted number of them that were treated as one it knows
     */
    private record Batches(String policy, int unseen, int substituted) {

        static Batches of(BatchReport report) {
            return new Batches(report.policy(), report.unseen().size(), report.treatedAs().size());
        }
    }

    /** JSON by {@code geneAlignment} and {@code batchAlignment}, as far as the table has them. */
    static Map<String, String> of(CellTable table, ObjectMapper json) {
        Map<String, String> summary = new LinkedHashMap<>();
        table.genes()
                .ifPresent(report -> summary.put("geneAlignment", text(Genes.of(report), json)));
        table.batches()
                .ifPresent(report -> summary.put("batchAlignment", text(Batches.of(report), json)));
        return summary;
    }

    /** The header of such a key: {@code Cuvette-Gene-Alignment}. */
    static String header(String key) {
        return switch (key) {
            case "geneAlignment" -> "Cuvette-Gene-Alignment";
            case "batchAlignment" -> "Cuvette-Batch-Alignment";
            default -> throw new IllegalArgumentException(key);
        };
    }

    private static String text(Record summary, ObjectMapper json) {
        try {
            return json.writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
