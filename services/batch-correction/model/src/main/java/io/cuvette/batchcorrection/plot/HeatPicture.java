package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Draws a cell's counterfactual expression. */
record HeatPicture(CounterfactualHeat heat) implements Picture {
    private static final int MARGIN = 20;
    private static final int ROW = 18;
    private static final int MOST_GENE_WIDTH = 150;
    private static final int MOST_BATCH_WIDTH = 150;
    private static final int LEAST_MATRIX = 240;
    private static final int BAR = 12;
    private static final int KEY = 110;
    private static final int LEAST_KEY = 90;
    private static final int LEAST_WIDTH = 640;
    private static final int LINE = 17;

    /** Colours told apart; cells of one are written as one outline. */
    private static final int LEVELS = 256;

    private static final Color OWN = new Color(0xC00000);
    private static final Color FAILS = new Color(0xB00000);
    private static final Color HATCH = new Color(255, 255, 255, 215);
    private static final String EXTRAPOLATED = "hatched: the cell's type is absent in the batch";

    @Override
    public String title() {
        return "%s in every batch, by %s".formatted(heat.cell(), heat.method());
    }

    /** Names of many batches are smaller, but never below what can be read. */
    private int column() {
        int batches = heat.batches().size();
        return batches <= 12 ? 44 : batches <= 40 ? 22 : batches <= 90 ? 14 : 11;
    }

    private Font batchFont() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, Math.min(12, column() - 2));
    }

    private int geneWidth() {
        return widest(heat.genes(), Texts.PLAIN, MOST_GENE_WIDTH);
    }

    private int batchHeight() {
        return widest(heat.batches(), batchFont(), MOST_BATCH_WIDTH);
    }

    private static int widest(List<String> names, Font font, int most) {
        double widest = 20;
        for (String name : names) {
            widest = Math.max(widest, Texts.width(name, font));
        }
        return (int) Math.ceil(Math.min(widest, most));
    }

    private int left() {
        return MARGIN + geneWidth() + 8;
    }

    private int top() {
        return MARGIN + 30 + batchHeight() + 14;
    }

    private int matrixWidth() {
        return heat.batches().size() * column();
    }

    private int matrixHeight() {
        return heat.genes().size() * ROW;
    }

    @Override
    public int width() {
        return Math.max(LEAST_WIDTH, left() + Math.max(LEAST_MATRIX, matrixWidth()) + KEY);
    }

    @Override
    public int height() {
        return footer() + validityLines().size() * LINE + LINE + MARGIN / 2;
    }

    private int footer() {
        return top() + Math.max(matrixHeight(), LEAST_KEY) + 2 * MARGIN;
    }

    private List<String> validityLines() {
        return Texts.wrap(validity(), Texts.PLAIN, width() - 2.0 * MARGIN, 3);
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(title(), Texts.HEADING, width() - 2.0 * MARGIN),
                Texts.HEADING,
                MARGIN,
                MARGIN + 14,
                Texts.Align.LEFT);
        double least = Arrays.stream(heat.values()).flatMapToDouble(Arrays::stream).min().orElse(0);
        double greatest =
                Arrays.stream(heat.values()).flatMapToDouble(Arrays::stream).max().orElse(0);
        drawMatrix(graphics, least, greatest);
        drawNames(graphics);
        drawExtrapolated(graphics);
        drawOwn(graphics);
        drawKey(graphics, least, greatest);
        drawFooter(graphics);
    }

    private void drawMatrix(Graphics2D graphics, double least, double greatest) {
        Path2D[] cells = new Path2D[LEVELS];
        for (int gene = 0; gene < heat.genes().size(); gene++) {
            for (int batch = 0; batch < heat.batches().size(); batch++) {
                double share =
                        greatest > least
                                ? (heat.values()[gene][batch] - least) / (greatest - least)
                                : 0.5;
                int level = (int) Math.round(share * (LEVELS - 1));
                cells[level] = cells[level] == null ? new Path2D.Double() : cells[level];
                cells[level].append(
                        new Rectangle2D.Double(
                                left() + batch * column(), top() + gene * ROW, column(), ROW),
                        false);
            }
        }
        for (int level = 0; level < LEVELS; level++) {
            if (cells[level] != null) {
                graphics.setColor(ColorMap.VIRIDIS.at(level / (LEVELS - 1.0)));
                graphics.fill(cells[level]);
            }
        }
    }

    private void drawNames(Graphics2D graphics) {
        graphics.setColor(Texts.DARK);
        for (int gene = 0; gene < heat.genes().size(); gene++) {
            Texts.drawCentred(
                    graphics,
                    Texts.clip(heat.genes().get(gene), Texts.PLAIN, MOST_GENE_WIDTH),
                    Texts.PLAIN,
                    left() - 6,
                    top() + (gene + 0.5) * ROW,
                    Texts.Align.RIGHT);
        }
        Font font = batchFont();
        for (int batch = 0; batch < heat.batches().size(); batch++) {
            boolean own = batch == heat.ownBatch();
            Font shown = own ? font.deriveFont(Font.BOLD) : font;
            graphics.setColor(own ? OWN : Texts.DARK);
            Texts.drawUpright(
                    graphics,
                    Texts.clip(heat.batches().get(batch), shown, MOST_BATCH_WIDTH),
                    shown,
                    left() + (batch + 0.5) * column() + 0.36 * font.getSize2D(),
                    top() - 8,
                    Texts.Align.LEFT);
        }
    }

    /** Falling lines across the columns, so that colours stay to be seen. */
    private void drawExtrapolated(Graphics2D graphics) {
        Path2D lines = new Path2D.Double();
        boolean any = false;
        double spacing = 7;
        for (int batch = 0; batch < heat.batches().size(); batch++) {
            if (!heat.extrapolated()[batch]) {
                continue;
            }
            any = true;
            double x = left() + batch * column();
            double bottom = top() + matrixHeight();
            for (double y = top() - column() + spacing / 2; y < bottom; y += spacing) {
                // from (x, y) to (x + column, y + column), cut to the matrix
                double from = Math.max(0, top() - y);
                double to = Math.min(column(), bottom - y);
                lines.moveTo(x + from, y + from);
                lines.lineTo(x + to, y + to);
            }
        }
        if (any) {
            graphics.setColor(HATCH);
            graphics.setStroke(new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
            graphics.draw(lines);
        }
    }

    private void drawOwn(Graphics2D graphics) {
        double x = left() + heat.ownBatch() * column();
        graphics.setColor(OWN);
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(new Rectangle2D.Double(x, top(), column(), matrixHeight()));
    }

    private void drawKey(Graphics2D graphics, double least, double greatest) {
        int x = left() + Math.max(LEAST_MATRIX, matrixWidth()) + 24;
        int length = Math.min(160, Math.max(LEAST_KEY, matrixHeight()));
        for (int step = 0; step < length; step += 2) {
            graphics.setColor(ColorMap.VIRIDIS.at(1 - step / (length - 2.0)));
            graphics.fill(new Rectangle2D.Double(x, top() + step, BAR, Math.min(2, length - step)));
        }
        graphics.setColor(Texts.DARK);
        Texts.drawCentred(
                graphics,
                Texts.number(greatest),
                Texts.SMALL,
                x + BAR + 4,
                top() + 5,
                Texts.Align.LEFT);
        Texts.drawCentred(
                graphics,
                Texts.number(least),
                Texts.SMALL,
                x + BAR + 4,
                top() + length - 5.0,
                Texts.Align.LEFT);
        Texts.drawUpright(
                graphics,
                Texts.clip(heat.unit(), Texts.SMALL, length),
                Texts.SMALL,
                x - 5,
                top() + length / 2.0,
                Texts.Align.MIDDLE);
    }

    private void drawFooter(Graphics2D graphics) {
        double y = footer();
        boolean helps = heat.validity().map(Validity::helps).orElse(false);
        graphics.setColor(helps ? Texts.DARK : FAILS);
        for (String line : validityLines()) {
            Texts.draw(graphics, line, Texts.PLAIN, MARGIN, y, Texts.Align.LEFT);
            y += LINE;
        }
        boolean hatched = false;
        for (boolean flag : heat.extrapolated()) {
            hatched |= flag;
        }
        graphics.setColor(Texts.SOFT);
        Texts.draw(
                graphics,
                "red: the cell's own batch" + (hatched ? "; " + EXTRAPOLATED : ""),
                Texts.SMALL,
                MARGIN,
                y,
                Texts.Align.LEFT);
    }

    private String validity() {
        return heat.validity()
                .map(this::words)
                .orElse(
                        "Validity of %s unknown: the model has no labels to judge by"
                                .formatted(heat.method()));
    }

    private String words(Validity validity) {
        return String.format(
                Locale.ROOT,
                "Validity of %s on %s: distance ratio %s (%s), %.0f %% nearer, "
                        + "%.0f %% keep their type, correlation with the true change %.2f",
                heat.method(),
                heat.heldOut() ? "held-out cells" : "cells that its fit has seen",
                Texts.number(validity.ratio()),
                validity.helps() ? "below 1: helps" : "not below 1: projecting misleads",
                100 * validity.improved(),
                100 * validity.kept(),
                validity.correlation());
    }
}
