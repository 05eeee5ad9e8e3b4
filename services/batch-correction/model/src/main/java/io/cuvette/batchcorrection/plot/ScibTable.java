package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.plot.ScoreTable.ColumnGroup;
import io.cuvette.batchcorrection.plot.ScoreTable.Mark;
import io.cuvette.batchcorrection.plot.ScoreTable.MethodRow;
import io.cuvette.batchcorrection.plot.ScoreTable.Score;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/**
 * The results table of scIB: a circle for each metric, its colour and area rising with the score,
 * and bars for the means of metrics.
 */
record ScibTable(ScoreTable table) implements Picture {
    private static final int MARGIN = 20;
    private static final int COLUMN = 72;
    private static final int ROW = 46;
    private static final int INTERVAL = 13;
    private static final int GROUP_GAP = 16;
    private static final int GROUP_HEADER = 26;
    private static final int HEADER_LINE = 13;
    private static final int MOST_HEADER_LINES = 3;
    private static final int MOST_NAME = 260;
    private static final int FOOTER = 22;
    private static final int BAR_HEIGHT = 24;

    /** The smallest circle still holds its number. */
    private static final double LEAST_DIAMETER = 32;

    private static final double GREATEST_DIAMETER = 43;
    private static final Color RULE = new Color(0xD8D8D8);
    private static final Color OUTSIDE = new Color(0xD55E00);
    private static final Color OUTLINE = new Color(0x9A9A9A);
    private static final String FOOTNOTE = "orange edge: outside 0 to 1, drawn at that bound";
    private static final String INTERVALS = "small numbers: 95 % interval";

    @Override
    public String title() {
        return table.title();
    }

    @Override
    public int width() {
        double columns = end(table.groups().size());
        double footer = MARGIN * 2 + Texts.width(FOOTNOTE + "; " + INTERVALS, Texts.SMALL);
        return (int) Math.ceil(Math.max(columns + MARGIN, footer));
    }

    @Override
    public int height() {
        return top() + table.rows().size() * rowHeight() + FOOTER + MARGIN / 2;
    }

    private int top() {
        return MARGIN
                + (table.title().isEmpty() ? 0 : 30)
                + GROUP_HEADER
                + headerLines() * HEADER_LINE
                + 10;
    }

    private int headerLines() {
        return table.groups().stream()
                .flatMap(group -> group.columns().stream())
                .mapToInt(column -> header(column).size())
                .max()
                .orElse(1);
    }

    private static List<String> header(String column) {
        return Texts.wrap(column, Texts.SMALL, COLUMN - 4.0, MOST_HEADER_LINES);
    }

    private int rowHeight() {
        return ROW + (table.hasIntervals() ? INTERVAL : 0);
    }

    private double names() {
        double widest = Texts.width("Method", Texts.BOLD);
        for (MethodRow row : table.rows()) {
            widest = Math.max(widest, Texts.width(row.method(), Texts.PLAIN));
        }
        return Math.ceil(Math.min(MOST_NAME, widest)) + 16;
    }

    /** Where a group of columns begins, or the last one ends. */
    private double end(int group) {
        double x = MARGIN + names();
        for (ColumnGroup before : table.groups().subList(0, group)) {
            x += width(before) + GROUP_GAP;
        }
        return group == table.groups().size() ? x - GROUP_GAP : x;
    }

    /** Of its columns, or of its heading where that is longer. */
    private static double width(ColumnGroup group) {
        double heading = Math.min(MOST_NAME, Texts.width(group.title(), Texts.HEADING));
        return Math.max(group.columns().size() * COLUMN, Math.ceil(heading) + 8);
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(table.title(), Texts.TITLE, width() - 2.0 * MARGIN),
                Texts.TITLE,
                MARGIN,
                MARGIN + 14,
                Texts.Align.LEFT);
        Texts.draw(graphics, "Method", Texts.BOLD, MARGIN, top() - 10.0, Texts.Align.LEFT);
        drawHeaders(graphics);
        List<MethodRow> rows = table.ranked();
        for (int i = 0; i <= rows.size(); i++) {
            double y = top() + i * rowHeight();
            graphics.setColor(RULE);
            graphics.setStroke(new BasicStroke(1));
            graphics.draw(new Line2D.Double(MARGIN, y, end(table.groups().size()), y));
            if (i < rows.size()) {
                drawRow(graphics, rows.get(i), y);
            }
        }
        boolean outside =
                rows.stream().flatMap(row -> row.scores().stream()).anyMatch(ScibTable::isOutside);
        graphics.setColor(Texts.SOFT);
        String intervals = table.hasIntervals() ? INTERVALS : "";
        String separator = outside && table.hasIntervals() ? "; " : "";
        Texts.draw(
                graphics,
                (outside ? FOOTNOTE : "") + separator + intervals,
                Texts.SMALL,
                MARGIN,
                height() - MARGIN / 2.0 - 4,
                Texts.Align.LEFT);
    }

    private void drawHeaders(Graphics2D graphics) {
        for (int g = 0; g < table.groups().size(); g++) {
            ColumnGroup group = table.groups().get(g);
            double x = end(g);
            double width = width(group);
            double headerTop = top() - 10.0 - headerLines() * HEADER_LINE - GROUP_HEADER;
            graphics.setColor(Texts.DARK);
            Texts.draw(
                    graphics,
                    Texts.clip(group.title(), Texts.HEADING, width),
                    Texts.HEADING,
                    x + width / 2,
                    headerTop + 12,
                    Texts.Align.MIDDLE);
            graphics.setStroke(new BasicStroke(1.2f));
            graphics.draw(new Line2D.Double(x + 4, headerTop + 18, x + width - 4, headerTop + 18));
            for (int c = 0; c < group.columns().size(); c++) {
                List<String> lines = header(group.columns().get(c));
                for (int line = 0; line < lines.size(); line++) {
                    Texts.draw(
                            graphics,
                            lines.get(line),
                            Texts.SMALL,
                            x + (c + 0.5) * COLUMN,
                            top() - 10.0 - (lines.size() - 1 - line) * HEADER_LINE,
                            Texts.Align.MIDDLE);
                }
            }
        }
    }

    private void drawRow(Graphics2D graphics, MethodRow row, double y) {
        graphics.setColor(Texts.DARK);
        Texts.drawCentred(
                graphics,
                Texts.clip(row.method(), Texts.PLAIN, names() - 12),
                Texts.PLAIN,
                MARGIN,
                y + rowHeight() / 2.0,
                Texts.Align.LEFT);
        int next = 0;
        for (int g = 0; g < table.groups().size(); g++) {
            ColumnGroup group = table.groups().get(g);
            for (int c = 0; c < group.columns().size(); c++) {
                double x = end(g) + c * COLUMN;
                drawScore(graphics, row.scores().get(next++), group.mark(), x, y);
            }
        }
    }

    private static boolean isOutside(Score score) {
        return score.value().isPresent()
                && (score.value().getAsDouble() < 0 || score.value().getAsDouble() > 1);
    }

    private static void drawScore(Graphics2D graphics, Score score, Mark mark, double x, double y) {
        double middleX = x + COLUMN / 2.0;
        double middleY = y + ROW / 2.0;
        if (score.value().isEmpty()) {
            graphics.setColor(Texts.SOFT);
            Texts.drawCentred(graphics, "–", Texts.PLAIN, middleX, middleY, Texts.Align.MIDDLE);
            return;
        }
        double value = score.value().getAsDouble();
        double shown = Math.max(0, Math.min(1, value));
        boolean outside = isOutside(score);
        String text = text(value);
        graphics.setStroke(new BasicStroke(outside ? 2.2f : 0.7f));
        switch (mark) {
            case CIRCLE -> {
                // area, not diameter, rises with the score: that is how circles are compared
                double least = LEAST_DIAMETER * LEAST_DIAMETER;
                double greatest = GREATEST_DIAMETER * GREATEST_DIAMETER;
                double diameter = Math.sqrt(least + shown * (greatest - least));
                Ellipse2D circle =
                        new Ellipse2D.Double(
                                middleX - diameter / 2, middleY - diameter / 2, diameter, diameter);
                Color ground = ColorMap.PRGN.at(shown);
                graphics.setColor(ground);
                graphics.fill(circle);
                graphics.setColor(outside ? OUTSIDE : OUTLINE);
                graphics.draw(circle);
                graphics.setColor(Texts.on(ground));
                Texts.drawCentred(
                        graphics, text, Texts.SMALL, middleX, middleY, Texts.Align.MIDDLE);
            }
            case BAR -> {
                double length = (COLUMN - 8) * shown;
                double barTop = middleY - BAR_HEIGHT / 2.0;
                Color ground = ColorMap.YLGNBU.at(0.15 + 0.75 * shown);
                graphics.setColor(ground);
                graphics.fill(new Rectangle2D.Double(x + 4, barTop, length, BAR_HEIGHT));
                graphics.setColor(outside ? OUTSIDE : OUTLINE);
                graphics.draw(new Rectangle2D.Double(x + 4, barTop, COLUMN - 8.0, BAR_HEIGHT));
                double textWidth = Texts.width(text, Texts.PLAIN) + 8;
                boolean inside = length + textWidth > COLUMN - 8;
                // a bar of middle length has no side with room enough: then from its beginning
                graphics.setColor(inside && length >= textWidth ? Texts.on(ground) : Texts.DARK);
                Texts.drawCentred(
                        graphics,
                        text,
                        Texts.PLAIN,
                        inside ? x + Math.max(length, textWidth) : x + 8 + length,
                        middleY,
                        inside ? Texts.Align.RIGHT : Texts.Align.LEFT);
            }
        }
        if (score.low().isPresent()) {
            graphics.setColor(Texts.SOFT);
            String interval =
                    text(score.low().getAsDouble()) + " – " + text(score.high().getAsDouble());
            Texts.draw(
                    graphics,
                    Texts.clip(interval, Texts.SMALL, COLUMN + 4.0),
                    Texts.SMALL,
                    middleX,
                    y + ROW + INTERVAL - 4.0,
                    Texts.Align.MIDDLE);
        }
    }

    private static String text(double value) {
        if (Math.abs(value) >= 100) {
            return Texts.number(value);
        }
        String plain = String.format(Locale.ROOT, "%.2f", value);
        return plain.equals("-0.00") ? "0.00" : plain;
    }
}
