package io.cuvette.batchcorrection.genomap;

import io.cuvette.plot.Picture;
import io.cuvette.plot.Pictures;
import java.awt.Graphics2D;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Genomaps of cells as they are and as they would be in other batches: a row a cell, a column a
 * target batch, after columns that are no batch (scaled input, batch-free reconstruction). One
 * colour scale for the whole figure; the title of the cell's own batch is red. Long rows are
 * wrapped. Pixels without a gene are grey.
 *
 * @param title over the figure; may be empty
 * @param columns in the order of the images
 * @param scale of the colours; empty for the 1st to the 98th percentile of all that is shown
 * @param valueLabel over the colour bar, for instance {@code z-score}
 * @param marks genes to ring in every picture of a cell, those that differ most between batches;
 *     empty for none
 * @param footer what a reader must know of the projections, such as their validity score; line
 *     breaks are kept
 */
public record GenomapFigure(
        String title,
        GenomapLayout layout,
        List<Column> columns,
        List<Cell> cells,
        Optional<ColorScale> scale,
        String valueLabel,
        Optional<Marks> marks,
        String footer)
        implements Picture {

    /** Cells x columns of one figure. */
    public static final int MOST_PANELS = 2_000;

    private static final int MOST_MARKS = 50;

    /**
     * A column of the figure.
     *
     * @param batch whether it is a target batch; its pictures then count for {@link Marks}
     */
    public record Column(String name, boolean batch) {

        public static Column batch(String name) {
            return new Column(name, true);
        }

        /** A picture beside the projections, such as the scaled input. */
        public static Column beside(String name) {
            return new Column(name, false);
        }
    }

    /**
     * A row of the figure.
     *
     * @param name such as barcode and type
     * @param ownColumn of the cell's own batch; -1 when it is not shown
     * @param images one a column, as from {@link Genomap#image}
     * @param extrapolated columns of batches in which no cell of this type was seen
     */
    public record Cell(
            String name, int ownColumn, List<float[]> images, Set<Integer> extrapolated) {

        public Cell {
            images = List.copyOf(images);
            extrapolated = Set.copyOf(extrapolated);
        }
    }

    /**
     * Rings around the pixels with the largest sd over the cell's projections.
     *
     * @param geneNames one a gene of the layout
     * @param count rings a cell, 1 to {@value GenomapFigure#MOST_MARKS}; the paper has 10
     */
    public record Marks(List<String> geneNames, int count) {

        public Marks {
            geneNames = List.copyOf(geneNames);
            if (count < 1 || count > MOST_MARKS) {
                throw new IllegalArgumentException(
                        "marks: 1 to %d rings are drawn, got %d".formatted(MOST_MARKS, count));
            }
        }
    }

    public GenomapFigure {
        Objects.requireNonNull(layout, "layout");
        columns = List.copyOf(columns);
        cells = List.copyOf(cells);
        if (columns.isEmpty() || cells.isEmpty()) {
            throw new IllegalArgumentException(
                    "cells: at least one cell and one column are needed");
        }
        if ((long) columns.size() * cells.size() > MOST_PANELS) {
            throw new IllegalArgumentException(
                    "cells: %,d cells x %,d columns are %,d pictures, allowed are %,d; choose fewer"
                                    .formatted(
                                            cells.size(),
                                            columns.size(),
                                            (long) columns.size() * cells.size(),
                                            MOST_PANELS)
                            + " cells or batches");
        }
        for (Cell cell : cells) {
            check(cell, columns.size(), layout.grid().pixels());
        }
        if (marks.isPresent()) {
            checkMarks(marks.get(), layout, columns);
        }
    }

    private static void check(Cell cell, int columns, int pixels) {
        if (cell.images().size() != columns) {
            throw new IllegalArgumentException(
                    "cells: %d columns need as many images a cell, got %d"
                            .formatted(columns, cell.images().size()));
        }
        if (cell.ownColumn() < -1 || cell.ownColumn() >= columns) {
            throw new IllegalArgumentException(
                    "cells: ownColumn is -1 or one of %d columns, got %d"
                            .formatted(columns, cell.ownColumn()));
        }
        for (int column : cell.extrapolated()) {
            if (column < 0 || column >= columns) {
                throw new IllegalArgumentException(
                        "cells: extrapolated holds some of %d columns, got %d"
                                .formatted(columns, column));
            }
        }
        for (float[] image : cell.images()) {
            if (image.length != pixels) {
                throw new IllegalArgumentException(
                        "cells: the grid has %d pixels, an image %d"
                                .formatted(pixels, image.length));
            }
            for (float value : image) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "cells: every pixel must be finite, one is " + value);
                }
            }
        }
    }

    private static void checkMarks(Marks marks, GenomapLayout layout, List<Column> columns) {
        if (marks.geneNames().size() != layout.genes()) {
            throw new IllegalArgumentException(
                    "marks: the layout has %d genes, got %d names"
                            .formatted(layout.genes(), marks.geneNames().size()));
        }
        if (columns.stream().filter(Column::batch).count() < 2) {
            throw new IllegalArgumentException(
                    "marks: a spread over batches needs at least 2 columns that are batches");
        }
    }

    @Override
    public int width() {
        return picture().width();
    }

    @Override
    public int height() {
        return picture().height();
    }

    @Override
    public void draw(Graphics2D graphics) {
        picture().draw(graphics);
    }

    @Override
    public byte[] png() {
        return Pictures.png(picture());
    }

    /** The figure as an SVG file: vector text and rings, pixels as embedded PNG images. */
    @Override
    public byte[] svg() {
        return Pictures.svg(picture());
    }

    /** Sorts all values for its colours, so that a file needs it once and not once a question. */
    private GenomapPicture picture() {
        return new GenomapPicture(this, scale.orElseGet(this::percentiles));
    }

    private ColorScale percentiles() {
        int[] pixels = layout.pixelOfGene();
        float[] values = new float[cells.size() * columns.size() * pixels.length];
        int filled = 0;
        for (Cell cell : cells) {
            for (float[] image : cell.images()) {
                for (int pixel : pixels) {
                    values[filled++] = image[pixel];
                }
            }
        }
        return ColorScale.ofPercentiles(values);
    }

    /** Genes to ring for one cell, the widest spread over its target batches first. */
    public List<Integer> marked(Cell cell) {
        if (marks.isEmpty()) {
            return List.of();
        }
        Set<Integer> batches = new HashSet<>();
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).batch()) {
                batches.add(column);
            }
        }
        return BatchSpread.widest(
                BatchSpread.ofGenes(cell.images(), batches, layout), marks.get().count());
    }
}
