package io.cuvette.batchcorrection.app.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.app.service.GeneChoice;
import io.cuvette.batchcorrection.app.service.GenomapQuery;
import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.service.error.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** What the two requests for genomaps have in common. */
final class GenomapChoices {

    private GenomapChoices() {}

    static GenomapQuery query(
            String name,
            String version,
            String method,
            String layout,
            List<String> batches,
            JsonNode genes,
            Integer size,
            Integer rows,
            BooleanSupplier abandoned) {
        return new GenomapQuery(
                name,
                version,
                ProjectionMethods.named(method),
                layout(layout),
                batches == null ? List.of() : batches,
                genes(genes),
                size == null ? OptionalInt.empty() : OptionalInt.of(size),
                rows == null ? OptionalInt.empty() : OptionalInt.of(rows),
                abandoned);
    }

    private static LayoutKind layout(String name) {
        return switch (name == null ? "euclid2d" : name) {
            case "euclid2d" -> LayoutKind.EUCLID2D;
            case "radial" -> LayoutKind.RADIAL;
            default ->
                    throw ProblemException.invalidField(
                            "layout", "UNKNOWN_LAYOUT", "must be euclid2d or radial");
        };
    }

    private static GeneChoice genes(JsonNode genes) {
        if (genes == null || genes.isNull()) {
            return new GeneChoice.AsManyAsFit();
        }
        if (genes.isInt()) {
            return new GeneChoice.First(genes.intValue());
        }
        if (!genes.isArray()) {
            throw notGenes();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode gene : genes) {
            if (!gene.isTextual()) {
                throw notGenes();
            }
            names.add(gene.textValue());
        }
        return new GeneChoice.Named(names);
    }

    private static ProblemException notGenes() {
        return ProblemException.invalidField(
                "genes",
                "INVALID_VALUE",
                "must be how many of the model's first genes, or a list of names");
    }
}
