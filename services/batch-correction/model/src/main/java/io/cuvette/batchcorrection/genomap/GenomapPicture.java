package io.cuvette.batchcorrection.genomap;

import io.cuvette.plot.Picture;
import io.cuvette.plot.Pictures;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where everything of a {@link GenomapFigure} goes, and how it is drawn. */
final class GenomapPicture implements Picture {
    private static final Color NO_GENE = new Color(0xD9D9D9);
    private static final Color RED = new Color(0xE00000);
    private static final Color FRAME = new Color(0x8A8A8A);

    private static final int MARGIN = 20;
    private static final int GAP = 8;

    /** Over a picture: its column's name. */
    private static final int CAPTION = 14;

    private static final int CELL_NAME = 20;
    private static final int CELL_GAP = 10;
    private static final int NOTE_LINE = 15;
    private static final int MOST_FOOTER_LINES = 8;
    private static final int LIST_WIDTH = 130;
    private static final int LIST_LINE = 13;
    private static final int BAR_COLUMN = 64;
    private static final int BAR_WIDTH = 12;
    private static final int BAR_HEIGHT = 120;

    /** Wider rows are wrapped. */
    private static final int PICTURES_WIDTH = 1_400;

    private static final int NARROWEST_TEXT = 260;

    private final GenomapFigure figure;
    private final ColorScale scale;
    private final int columns;
    private final int lines;
    private final int perLine;

    /** Device pixels of a PNG that one gene's pixel takes. */
    private final int magnification;

    private final int panelWidth;
    private final int panelHeight;
    private final int top;
    private final int cellHeight;
    private final int pictureWidth;
    private final int cellsBottom;
    private final List<String> notes;

    GenomapPicture(GenomapFigure figure, ColorScale scale) {
        this.figure = figure;
        this.scale = scale;
        this.columns = figure.columns().size();
        PixelGrid grid = figure.layout().grid();
        this.magnification = magnification(grid, columns * figure.cells().size());
        this.panelWidth = grid.columns() * magnification / Pictures.SCALE;
        this.panelHeight = grid.rows() * magnification / Pictures.SCALE;
        int fitting = Math.max(1, (PICTURES_WIDTH + GAP) / (panelWidth + GAP));
        this.lines = (columns + fitting - 1) / fitting;
        this.perLine = (columns + lines - 1) / lines;
        this.pictureWidth = Math.max(NARROWEST_TEXT, perLine * (panelWidth + GAP) - GAP);
        this.top = MARGIN + (figure.title().isBlank() ? 0 : 28);
        int listHeight = figure.marks().isEmpty() ? 0 : LIST_LINE * figure.marks().get().count();
        int linesHeight = lines * (CAPTION + panelHeight + GAP);
        this.cellHeight = CELL_NAME + Math.max(linesHeight, CAPTION + listHeight + GAP) + CELL_GAP;
        this.cellsBottom =
                Math.max(
                        top + figure.cells().size() * cellHeight,
                        top + CELL_NAME + CAPTION + BAR_HEIGHT + MARGIN);
        this.notes = notes();
    }

    /** Pictures are smaller where there are many; sides are whole units. */
    private static int magnification(PixelGrid grid, int panels) {
        int target = panels <= 12 ? 162 : panels <= 60 ? 108 : panels <= 400 ? 81 : 54;
        int side = Math.max(grid.rows(), grid.columns());
        int wanted = Math.max(1, Math.round((float) target * Pictures.SCALE / side));
        boolean whole = grid.rows() * wanted % 2 == 0 && grid.columns() * wanted % 2 == 0;
        return whole ? wanted : wanted + 1;
    }

    private List<String> notes() {
        List<String> found = new ArrayList<>();
        if (figure.cells().stream().anyMatch(cell -> cell.ownColumn() >= 0)) {
            found.add("Red title: the cell's own batch.");
        }
        if (figure.cells().stream().anyMatch(cell -> !cell.extrapolated().isEmpty())) {
            found.add(
                    "* and dashed frame: no cell of this type was seen in that batch; the picture is"
                            + " an extrapolation.");
        }
        if (figure.layout().genes() < figure.layout().grid().pixels()) {
            found.add("Grey: no gene.");
        }
        if (figure.marks().isPresent()) {
            found.add("Rings: genes with the largest sd over the cell's target batches.");
        }
        List<String> wrapped = new ArrayList<>();
        int width = width() - 2 * MARGIN;
        if (!found.isEmpty()) {
            wrapped.addAll(Texts.wrap(String.join(" ", found), Texts.PLAIN, width, 3));
        }
        int most = wrapped.size() + MOST_FOOTER_LINES;
        for (String paragraph : figure.footer().lines().toList()) {
            if (!paragraph.isBlank() && wrapped.size() < most) {
                wrapped.addAll(Texts.wrap(paragraph, Texts.PLAIN, width, most - wrapped.size()));
            }
        }
        return wrapped;
    }

    @Override
    public String title() {
        return figure.title();
    }

    @Override
    public int width() {
        int list = figure.marks().isEmpty() ? 0 : LIST_WIDTH + GAP;
        return MARGIN + pictureWidth + GAP + list + BAR_COLUMN + MARGIN;
    }

    @Override
    public int height() {
        return cellsBottom + notes.size() * NOTE_LINE + MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        if (!figure.title().isBlank()) {
            String title = Texts.clip(figure.title(), Texts.TITLE, width() - 2.0 * MARGIN);
            write(graphics, title, Texts.TITLE, Texts.DARK, MARGIN, MARGIN + 14);
        }
        for (int cell = 0; cell < figure.cells().size(); cell++) {
            drawCell(graphics, figure.cells().get(cell), top + cell * cellHeight);
        }
        drawBar(graphics);
        for (int line = 0; line < notes.size(); line++) {
            write(
                    graphics,
                    notes.get(line),
                    Texts.PLAIN,
                    Texts.SOFT,
                    MARGIN,
                    cellsBottom + (line + 1) * NOTE_LINE);
        }
    }

    private void drawCell(Graphics2D graphics, GenomapFigure.Cell cell, int y) {
        String name = Texts.clip(cell.name(), Texts.BOLD, pictureWidth);
        write(graphics, name, Texts.BOLD, Texts.DARK, MARGIN, y + 14);
        List<Integer> marked = figure.marked(cell);
        for (int column = 0; column < columns; column++) {
            int x = MARGIN + column % perLine * (panelWidth + GAP);
            int line = y + CELL_NAME + column / perLine * (CAPTION + panelHeight + GAP);
            drawCaption(graphics, cell, column, x, line);
            drawPixels(graphics, cell.images().get(column), x, line + CAPTION);
            if (cell.extrapolated().contains(column)) {
                drawDashes(graphics, x, line + CAPTION);
            }
            for (int rank = 0; rank < marked.size(); rank++) {
                drawRing(graphics, marked.get(rank), x, line + CAPTION);
            }
            if (column == numberedColumn(cell)) {
                drawNumbers(graphics, marked, x, line + CAPTION);
            }
        }
        for (int rank = 0; rank < marked.size(); rank++) {
            String gene = figure.marks().orElseThrow().geneNames().get(marked.get(rank));
            write(
                    graphics,
                    Texts.clip((rank + 1) + " " + gene, Texts.SMALL, LIST_WIDTH),
                    Texts.SMALL,
                    RED,
                    MARGIN + pictureWidth + GAP,
                    y + CELL_NAME + CAPTION + 8 + rank * LIST_LINE);
        }
    }

    /** Rings are numbered where the cell is itself, or else in the first batch. */
    private int numberedColumn(GenomapFigure.Cell cell) {
        if (cell.ownColumn() >= 0) {
            return cell.ownColumn();
        }
        int column = 0;
        while (column < columns - 1 && !figure.columns().get(column).batch()) {
            column++;
        }
        return column;
    }

    private void drawCaption(
            Graphics2D graphics, GenomapFigure.Cell cell, int column, int x, int y) {
        boolean own = column == cell.ownColumn();
        var font = own ? Texts.SMALL_BOLD : Texts.SMALL;
        boolean extrapolated = cell.extrapolated().contains(column);
        double room = panelWidth - (extrapolated ? Texts.width(" *", font) : 0);
        String caption =
                Texts.clip(figure.columns().get(column).name(), font, room)
                        + (extrapolated ? " *" : "");
        write(graphics, caption, font, own ? RED : Texts.DARK, x, y + 9);
    }

    private void drawPixels(Graphics2D graphics, float[] values, int x, int y) {
        PixelGrid grid = figure.layout().grid();
        BufferedImage image =
                new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        int[] genes = figure.layout().geneOfPixel();
        for (int pixel = 0; pixel < values.length; pixel++) {
            int rgb = genes[pixel] < 0 ? NO_GENE.getRGB() : scale.rgb(values[pixel]);
            image.setRGB(grid.column(pixel), grid.row(pixel), rgb);
        }
        graphics.drawImage(image, x, y, panelWidth, panelHeight, null);
    }

    private void drawDashes(Graphics2D graphics, int x, int y) {
        graphics.setColor(FRAME);
        graphics.setStroke(
                new BasicStroke(
                        2f,
                        BasicStroke.CAP_BUTT,
                        BasicStroke.JOIN_MITER,
                        10f,
                        new float[] {5, 3},
                        0));
        graphics.draw(new Rectangle2D.Double(x - 2, y - 2, panelWidth + 4.0, panelHeight + 4.0));
        graphics.setStroke(new BasicStroke(1));
    }

    private double pixelSide() {
        return (double) magnification / Pictures.SCALE;
    }

    private double ringRadius() {
        return Math.max(3, pixelSide() * 0.9);
    }

    private double centerX(int gene) {
        return (figure.layout().column(gene) + 0.5) * pixelSide();
    }

    private double centerY(int gene) {
        return (figure.layout().row(gene) + 0.5) * pixelSide();
    }

    private void drawRing(Graphics2D graphics, int gene, int x, int y) {
        double radius = ringRadius();
        Ellipse2D ring =
                new Ellipse2D.Double(
                        x + centerX(gene) - radius,
                        y + centerY(gene) - radius,
                        2 * radius,
                        2 * radius);
        graphics.setColor(RED);
        graphics.setStroke(new BasicStroke(1.1f));
        graphics.draw(ring);
    }

    /** Beside its ring, on the side where the picture has more room. */
    private void drawNumbers(Graphics2D graphics, List<Integer> marked, int x, int y) {
        for (int rank = 0; rank < marked.size(); rank++) {
            int gene = marked.get(rank);
            String number = Integer.toString(rank + 1);
            double width = Texts.width(number, Texts.SMALL_BOLD);
            boolean left = centerX(gene) > panelWidth / 2.0;
            double shift = left ? -ringRadius() - 2 - width : ringRadius() + 2;
            double textX = x + centerX(gene) + shift;
            double baseline = y + Math.min(panelHeight - 2.0, Math.max(8.0, centerY(gene) + 3.5));
            graphics.setColor(Color.WHITE);
            graphics.fill(new Rectangle2D.Double(textX - 1, baseline - 8, width + 2, 10));
            write(graphics, number, Texts.SMALL_BOLD, RED, textX, baseline);
        }
    }

    private void drawBar(Graphics2D graphics) {
        int x = width() - MARGIN - BAR_COLUMN + GAP;
        int y = top + CELL_NAME + CAPTION;
        BufferedImage bar = new BufferedImage(1, BAR_HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < BAR_HEIGHT; k++) {
            bar.setRGB(0, k, ColorScale.viridis(1 - k / (BAR_HEIGHT - 1.0)));
        }
        graphics.drawImage(bar, x, y, BAR_WIDTH, BAR_HEIGHT, null);
        write(
                graphics,
                Texts.clip(figure.valueLabel(), Texts.SMALL, BAR_COLUMN - GAP),
                Texts.SMALL,
                Texts.DARK,
                x,
                y - 9);
        graphics.setStroke(new BasicStroke(1));
        for (int tick = 0; tick <= 2; tick++) {
            double tickY = y + BAR_HEIGHT * (1 - tick / 2.0);
            graphics.setColor(Texts.SOFT);
            graphics.draw(new Line2D.Double(x + BAR_WIDTH, tickY, x + BAR_WIDTH + 3, tickY));
            write(
                    graphics,
                    number(scale.low() + (scale.high() - scale.low()) * tick / 2),
                    Texts.SMALL,
                    Texts.DARK,
                    x + BAR_WIDTH + 6,
                    tickY + 3);
        }
    }

    private static void write(
            Graphics2D graphics, String text, Font font, Color color, double x, double baseline) {
        graphics.setColor(color);
        Texts.draw(graphics, text, font, x, baseline, Texts.Align.LEFT);
    }

    /** With the digits that tell the ends of the scale apart. */
    private String number(double value) {
        double range = scale.high() - scale.low();
        String pattern = range < 1e-1 || range >= 1e4 ? "%.1e" : range < 20 ? "%.2f" : "%.0f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
