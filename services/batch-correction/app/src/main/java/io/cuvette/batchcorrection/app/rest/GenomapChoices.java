package io.cuvette.batchcorrection.app.rest;

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
            Object genes,
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

    /** A number or a list of names, as JSON gives them. */
    private static GeneChoice genes(Object genes) {
        if (genes == null) {
            return new GeneChoice.AsManyAsFit();
        }
        if (genes instanceof Integer count) {
            return new GeneChoice.First(count);
        }
        if (!(genes instanceof List<?> list)) {
            throw notGenes();
        }
        List<String> names = new ArrayList<>();
        for (Object gene : list) {
            if (!(gene instanceof String name)) {
                throw notGenes();
            }
            names.add(name);
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
