package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Support;
import io.cuvette.batchcorrection.genomap.BatchAverages;
import io.cuvette.batchcorrection.genomap.ColorScale;
import io.cuvette.batchcorrection.genomap.GeneInteraction;
import io.cuvette.batchcorrection.genomap.Genomap;
import io.cuvette.batchcorrection.genomap.GenomapFigure;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.PixelTest;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.limit.Patience;
import io.cuvette.service.limit.TenantPermits;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.VersionKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Genomaps of a model's own cells in its batches. */
@ApplicationScoped
public class Genomaps {

    /** Of one answer; the layout itself takes seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String ADVICE = "choose fewer rows, batches or genes";

    /** Each takes cores for seconds, and up to 150 MB. */
    private static final int AT_ONCE = 3;

    private static final int AT_ONCE_OF_A_TENANT = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int FEWEST_BATCHES_OF_A_GROUP = 2;

    private final ModelLibrary<ServedModel> library;
    private final Projections projections;
    private final Caller caller;
    private final GenomapLayouts layouts = new GenomapLayouts();
    private final TenantPermits permits = new TenantPermits(AT_ONCE, AT_ONCE_OF_A_TENANT);

    Genomaps(ModelLibrary<ServedModel> library, Projections projections, Caller caller) {
        this.library = library;
        this.projections = projections;
        this.caller = caller;
    }

    /**
     * Pictures of cells: as measured, without their batch, and in each batch.
     *
     * @param cells names of the model's cells
     * @param rings around the genes that differ most between batches, a cell; 0 for none
     * @param scale of the colours, in standard deviations of a gene; empty for the 1st to the 98th
     *     percentile of what is shown
     * @throws ProblemException INVALID_REQUEST with the field that cannot be meant, OVERLOADED
     *     while too many others are computed
     */
    public GenomapStrip strip(
            GenomapQuery query, List<String> cells, int rings, Optional<ColorScale> scale) {
        try (LoadedModel<ServedModel> loaded = library.open(query.name(), query.version())) {
            ServedModel model = loaded.model();
            GenomapPlan plan = GenomapPlan.of(query, model, 0);
            GenomapPlan.requireDistinct("cells", cells);
            int[] shown = NamePositions.of("cells", cells, model.cells().names());
            requirePictures(shown.length, plan.batches().length);
            requireRings(rings, plan.batches().length);
            Projections.projecting(model, query.method());
            TenantPermits.Permit turn = turn();
            try {
                Patience patience = new Patience(LONGEST, query.abandoned(), ADVICE);
                Genomap genomap = genomap(query, plan, loaded, patience);
                Projection projection = open(query, plan, loaded, shown, plan.batches());
                return strip(
                        genomap,
                        projection,
                        plan,
                        rings,
                        scale,
                        new ProjectedRows(projection, patience));
            } finally {
                turn.close();
            }
        }
    }

    /** Taken before anything is read or computed, given back whatever becomes of it. */
    private TenantPermits.Permit turn() {
        return permits.takeOrRefuse(
                caller.tenant(),
                RETRY_AFTER,
                "Other genomaps are being computed; try again in a few seconds.");
    }

    private static void requirePictures(int cells, int batches) {
        int columns = batches + GenomapPlan.BESIDE;
        if (cells * columns > GenomapFigure.MOST_PANELS) {
            throw ProblemException.invalidField(
                    "cells",
                    "TOO_MANY",
                    "%d cells in %d batches are %d pictures, at most %d are drawn; choose fewer"
                                    .formatted(
                                            cells,
                                            batches,
                                            cells * columns,
                                            GenomapFigure.MOST_PANELS)
                            + " cells or batches");
        }
    }

    private static void requireRings(int rings, int batches) {
        if (rings > 0 && batches < 2) {
            throw ProblemException.invalidField(
                    "rings",
                    "ONE_BATCH",
                    "rings mark genes that differ between batches; choose at least 2 batches");
        }
    }

    private Projection open(
            GenomapQuery query,
            GenomapPlan plan,
            LoadedModel<ServedModel> loaded,
            int[] cells,
            int[] batches) {
        return projections.of(
                loaded,
                query.method(),
                Space.SCALED,
                new Projection.Chosen(cells, batches, plan.genes()));
    }

    private Genomap genomap(
            GenomapQuery query,
            GenomapPlan plan,
            LoadedModel<ServedModel> loaded,
            Patience patience) {
        VersionKey version = new VersionKey(caller.tenant(), loaded.version());
        return layouts.get(
                GenomapLayouts.Key.of(version, query.method(), query.layout(), plan),
                patience,
                () -> {
                    Projection drawn = open(query, plan, loaded, plan.drawn(), plan.batches());
                    return layOut(new ProjectedRows(drawn, patience), query, plan, patience);
                });
    }

    private static Genomap layOut(
            ProjectedRows rows, GenomapQuery query, GenomapPlan plan, Patience patience) {
        GeneInteraction interaction;
        try {
            interaction = GeneInteraction.of(rows);
        } catch (IllegalArgumentException e) {
            // genes that do not vary at all, or weights that are no numbers
            throw new GenomapLayouts.NoLayoutException(e);
        }
        patience.check();
        return new Genomap(
                GenomapLayout.of(interaction, plan.grid(), query.layout()), interaction.scale());
    }

    /** Layouts that are kept. */
    int layouts() {
        return layouts.size();
    }

    private static GenomapStrip strip(
            Genomap genomap,
            Projection projection,
            GenomapPlan plan,
            int rings,
            Optional<ColorScale> scale,
            ProjectedRows rows) {
        List<String> genes = projection.genes();
        List<String> batches = projection.batches();
        List<GenomapFigure.Column> columns = new ArrayList<>();
        columns.add(GenomapFigure.Column.beside("input"));
        columns.add(GenomapFigure.Column.beside("batch-free"));
        batches.forEach(batch -> columns.add(GenomapFigure.Column.batch(batch)));
        List<Projection.Cell> cells = projection.cells();
        List<GenomapFigure.Cell> pictured = new ArrayList<>();
        float[] row = new float[genes.size()];
        for (int cell = 0; cell < cells.size(); cell++) {
            List<float[]> images = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                rows.read(cell * columns.size() + column, row);
                images.add(genomap.image(row));
            }
            pictured.add(pictured(cells.get(cell), batches, images));
        }
        String method = Method.ofKey(projection.method()).orElseThrow().title();
        GenomapFigure figure =
                new GenomapFigure(
                        "Cells of %s across batches, by %s"
                                .formatted(projection.ref().name(), method),
                        genomap.layout(),
                        columns,
                        pictured,
                        scale,
                        "z-score",
                        rings == 0
                                ? Optional.empty()
                                : Optional.of(new GenomapFigure.Marks(genes, rings)),
                        footer(projection, method, genomap.layout(), plan));
        return new GenomapStrip(
                projection.ref(),
                projection.method(),
                projection.batchFreeMethod().key(),
                genes,
                batches,
                cells,
                plan.drawn().length,
                projection.validity(),
                figure);
    }

    private static GenomapFigure.Cell pictured(
            Projection.Cell cell, List<String> batches, List<float[]> images) {
        Set<Integer> extrapolated = new HashSet<>();
        for (int target = 0; target < batches.size(); target++) {
            if (cell.support().get(target) == Support.EXTRAPOLATION) {
                extrapolated.add(GenomapPlan.BESIDE + target);
            }
        }
        int own = batches.indexOf(cell.batch());
        return new GenomapFigure.Cell(
                cell.label()
                        .map(label -> "%s, %s".formatted(cell.name(), label))
                        .orElse(cell.name()),
                own < 0 ? -1 : GenomapPlan.BESIDE + own,
                images,
                extrapolated);
    }

    private static String footer(
            Projection projection, String method, GenomapLayout layout, GenomapPlan plan) {
        String validity =
                projection
                        .validity()
                        .map(found -> "Validity of %s: %s.".formatted(method, found.summary()))
                        .orElse("Validity of %s: %s.".formatted(method, Trust.UNKNOWN));
        String trust =
                projection
                        .validity()
                        .map(
                                v ->
                                        "\nThat is: "
                                                + Trust.inWords(projection.method(), Optional.of(v))
                                                + ".")
                        .orElse("");
        return "%s%s\nBatch-free: what %s says of the cell without its batch. Layout %s of %,d genes from %,d cells: mean 1 - r of neighbours %.2f, of all pairs %.2f."
                .formatted(
                        validity,
                        trust,
                        projection.batchFreeMethod().title(),
                        layout.kind().name().toLowerCase(Locale.ROOT),
                        layout.genes(),
                        plan.drawn().length,
                        layout.quality().neighbors(),
                        layout.quality().allPairs());
    }

    /**
     * Which pixels differ between two groups of batches. Either the same cells are projected into
     * each batch, so that it is not the cells that differ; or each batch's own cells are taken as
     * they were measured, as the paper does. They are averaged, and each pixel is tested.
     *
     * @throws ProblemException as {@link #strip}; more cells than can be held at once are refused
     *     before anything is computed
     */
    public PixelComparison compare(PixelTestQuery test) {
        GenomapQuery query = test.genomap();
        try (LoadedModel<ServedModel> loaded = library.open(query.name(), query.version())) {
            GenomapPlan plan = GenomapPlan.of(query, loaded.model(), test.projectedBatches());
            List<String> names = loaded.model().card().batches();
            int[] first = group("groupA", test.groupA(), names);
            int[] second = group("groupB", test.groupB(), names);
            if (test.groupB().stream().anyMatch(new HashSet<>(test.groupA())::contains)) {
                throw ProblemException.invalidField(
                        "groupB", "DUPLICATE", "a batch is in both groups");
            }
            Projections.projecting(loaded.model(), query.method());
            int[] batches = IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
            int most = projections.mostCells(loaded.model());
            int[] cells = PixelTestCells.of(test, plan, batches, loaded.model(), most);
            PixelTestCells.requireHeld(test, plan, cells.length, most);
            if (test.averaging() == Averaging.PROJECTED) {
                plan.requireProjectable(cells.length, batches.length);
            }
            TenantPermits.Permit turn = turn();
            try {
                Patience patience = new Patience(LONGEST, query.abandoned(), ADVICE);
                Genomap genomap = genomap(query, plan, loaded, patience);
                Projection projection = open(query, plan, loaded, cells, batches);
                BatchAverages averages =
                        PixelTestCells.averages(test.averaging(), projection, genomap, patience);
                return comparison(test, projection, averages, genomap, first.length);
            } finally {
                turn.close();
            }
        }
    }

    private static PixelComparison comparison(
            PixelTestQuery test,
            Projection projection,
            BatchAverages averages,
            Genomap genomap,
            int ofFirst) {
        List<double[]> all = averages.averages();
        return new PixelComparison(
                projection.ref(),
                projection.method(),
                test.averaging(),
                test.groupA(),
                test.groupB(),
                projection.genes(),
                projection.shape()[0],
                averages.cells(),
                test.averaging() == Averaging.OWN ? Optional.empty() : projection.validity(),
                genomap.layout(),
                PixelTest.compare(all.subList(0, ofFirst), all.subList(ofFirst, all.size())),
                PixelTest.smallestP(ofFirst, all.size() - ofFirst));
    }

    private static int[] group(String field, List<String> group, List<String> batches) {
        if (group.size() < FEWEST_BATCHES_OF_A_GROUP) {
            throw ProblemException.invalidField(
                    field,
                    "TOO_FEW",
                    "a group needs at least %d batches".formatted(FEWEST_BATCHES_OF_A_GROUP));
        }
        GenomapPlan.requireDistinct(field, group);
        return NamePositions.of(field, group, batches);
    }
}
