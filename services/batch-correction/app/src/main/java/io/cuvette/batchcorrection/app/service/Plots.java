package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.PcaModel;
import io.cuvette.batchcorrection.plot.Coloring;
import io.cuvette.batchcorrection.plot.Figure;
import io.cuvette.batchcorrection.plot.Panel;
import io.cuvette.batchcorrection.plot.PlotPoints;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.modellibrary.OfModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Figures of a model's own cells, as pictures and as points. */
@ApplicationScoped
public class Plots {

    private static final String BATCH = "batch";
    private static final String LABEL = "label";

    private final ModelLibrary<ServedModel> library;

    Plots(ModelLibrary<ServedModel> library) {
        this.library = library;
    }

    /**
     * One embedding in one colouring.
     *
     * @param color {@code batch}, {@code label}, or a column of the cells that the job named
     * @throws ProblemException INVALID_REQUEST when the model knows no such column
     */
    public Figure figure(String name, String version, PlotKind kind, Method method, String color) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            int[] placed = placed(model, method);
            return new Figure(
                    "",
                    List.of(panel(model, kind, method, placed)),
                    List.of(coloring(model, color, placed)));
        }
    }

    /** UMAPs of every method side by side, PCA first, by batch and by label. */
    public Figure comparison(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            // all methods lay out the same draw of cells
            int[] placed = placed(model, Method.PCA);
            List<Panel> panels =
                    Arrays.stream(Method.values())
                            .filter(model.card()::has)
                            .map(method -> panel(model, PlotKind.UMAP, method, placed))
                            .toList();
            List<Coloring> colorings = new ArrayList<>();
            colorings.add(coloring(model, BATCH, placed));
            if (!model.card().labels().isEmpty()) {
                colorings.add(coloring(model, LABEL, placed));
            }
            return new Figure("", panels, colorings);
        }
    }

    /** The points of a plot, for an interactive page. */
    public OfModel<PlotPoints> points(String name, String version, PlotKind kind, Method method) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            return new OfModel<>(
                    loaded.ref(),
                    points(loaded.model(), kind, method, placed(loaded.model(), method)));
        }
    }

    /** The points of {@link #comparison}, a set for each method. */
    public List<OfModel<PlotPoints>> comparisonPoints(String name, String version) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            int[] placed = placed(model, Method.PCA);
            return Arrays.stream(Method.values())
                    .filter(model.card()::has)
                    .map(
                            method ->
                                    new OfModel<>(
                                            loaded.ref(),
                                            points(model, PlotKind.UMAP, method, placed)))
                    .toList();
        }
    }

    private static PlotPoints points(
            ServedModel model, PlotKind kind, Method method, int[] placed) {
        Panel panel = panel(model, kind, method, placed);
        return new PlotPoints(
                method.key(),
                panel.xLabel(),
                panel.yLabel(),
                Arrays.stream(placed).mapToObj(model.cells().names()::get).toList(),
                panel.x(),
                panel.y(),
                batches(model).select(placed),
                labels(model).select(placed),
                targets(model, placed));
    }

    private static Panel panel(ServedModel model, PlotKind kind, Method method, int[] placed) {
        TrainingCells cells = model.cells();
        return switch (kind) {
            case UMAP ->
                    Panel.ofUmap(method.title(), cells.layout(method).orElseThrow().select(placed));
            case PCA ->
                    principalComponents(
                            model, method, cells.embedding(method).orElseThrow().select(placed));
        };
    }

    /**
     * Components of {@code pca} are those of the model, with their share of the variance of all
     * genes; of other embeddings they are fitted here.
     */
    private static Panel principalComponents(
            ServedModel model, Method method, Embedding embedding) {
        return model.correction(method) instanceof PcaModel pca
                ? Panel.ofPrincipalComponents(
                        method.title(), embedding, pca.pca().explainedVarianceRatio())
                : Panel.ofPrincipalComponents(method.title(), embedding);
    }

    /** Cells that have a place: of many cells only a sample was laid out. */
    private static int[] placed(ServedModel model, Method method) {
        model.correction(method);
        DenseRows layout = model.cells().layout(method).orElseThrow().rows();
        float[] place = new float[layout.columns()];
        return IntStream.range(0, layout.rows())
                .filter(
                        cell -> {
                            layout.copyRow(cell, place, 0);
                            return !Float.isNaN(place[0]);
                        })
                .toArray();
    }

    private static Map<String, Grouping> targets(ServedModel model, int[] placed) {
        Map<String, Grouping> targets = new LinkedHashMap<>();
        model.targets()
                .columns()
                .forEach((column, values) -> targets.put(column, values.select(placed)));
        return targets;
    }

    private static Coloring coloring(ServedModel model, String color, int[] placed) {
        ModelCard card = model.card();
        if (color.equals(BATCH) || color.equals(card.batchKey())) {
            return new Coloring(card.batchKey(), batches(model).select(placed), false);
        }
        Optional<Grouping> target = model.targets().find(color);
        boolean label = color.equals(LABEL) || card.labelKey().filter(color::equals).isPresent();
        if (label && !card.labels().isEmpty()) {
            return new Coloring(card.labelKey().orElse(LABEL), labels(model).select(placed), true);
        }
        if (target.isPresent()) {
            return new Coloring(color, target.get().select(placed), false);
        }
        throw label
                ? ProblemException.invalidField(
                        "color", "NO_LABELS", "the model was trained without a label column")
                : ProblemException.invalidField("color", "UNKNOWN_COLOR", colors(model));
    }

    private static String colors(ServedModel model) {
        Set<String> targets = model.targets().columns().keySet();
        return "must be batch, label, or a column that the job named in targets: "
                + (targets.isEmpty() ? "it named none" : String.join(", ", targets));
    }

    private static Grouping batches(ServedModel model) {
        return new Grouping(model.card().batches(), model.cells().index().batches());
    }

    private static Grouping labels(ServedModel model) {
        return new Grouping(model.card().labels(), model.cells().index().labels());
    }
}
