package io.cuvette.reactormodel.plot;

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

/** Draws trajectories, one cell a run. */
record TrajectoryPicture(TrajectoryFigure figure) implements Picture {
    private static final int COLUMNS = 3;
    private static final int MARGIN = 20;
    private static final int GAP = 26;
    private static final int TITLE = 30;
    private static final int LEGEND = 30;
    private static final int HEADER = 22;
    private static final int NOTE = 14;
    private static final int BETWEEN = 12;
    private static final int BELOW = 40;
    private static final int SAMPLE = 28;
    private static final int AFTER_SAMPLE = 6;
    private static final int AFTER_TEXT = 22;

    @Override
    public String title() {
        return figure.title();
    }

    @Override
    public int width() {
        int columns = Math.min(COLUMNS, figure.runs().size());
        int cells = 2 * MARGIN + columns * cellWidth() + (columns - 1) * GAP;
        // one run alone is narrower than the legend
        return Math.max(cells, 2 * MARGIN + (int) Math.ceil(legendWidth()));
    }

    @Override
    public int height() {
        int rows = (figure.runs().size() + COLUMNS - 1) / COLUMNS;
        return top() + rows * cellHeight() + MARGIN / 2;
    }

    private static int cellWidth() {
        return TrajectoryPanel.LEFT + TrajectoryPanel.WIDTH;
    }

    private int cellHeight() {
        return HEADER + notes() * NOTE + 2 * TrajectoryPanel.HEIGHT + BETWEEN + BELOW + 10;
    }

    /** Lines of notes that every cell leaves room for. */
    private int notes() {
        return figure.runs().stream().mapToInt(run -> run.notes().size()).max().orElse(0);
    }

    private int top() {
        return MARGIN + (figure.title().isEmpty() ? 0 : TITLE) + LEGEND;
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(figure.title(), Texts.TITLE, width() - 2.0 * MARGIN),
                Texts.TITLE,
                MARGIN,
                MARGIN + 14,
                Texts.Align.LEFT);
        drawLegend(graphics, top() - LEGEND + 6);
        for (int i = 0; i < figure.runs().size(); i++) {
            int x = MARGIN + i % COLUMNS * (cellWidth() + GAP);
            int y = top() + i / COLUMNS * cellHeight();
            drawRun(graphics, figure.runs().get(i), x, y);
        }
    }

    private void drawRun(Graphics2D graphics, RunTrajectories run, int x, int y) {
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(run.name(), Texts.HEADING, cellWidth()),
                Texts.HEADING,
                x,
                y + 14,
                Texts.Align.LEFT);
        graphics.setColor(Texts.SOFT);
        for (int i = 0; i < run.notes().size(); i++) {
            Texts.draw(
                    graphics,
                    Texts.clip(run.notes().get(i), Texts.SMALL, cellWidth()),
                    Texts.SMALL,
                    x,
                    y + HEADER + i * NOTE + 8,
                    Texts.Align.LEFT);
        }
        int plotX = x + TrajectoryPanel.LEFT;
        int plotY = y + HEADER + notes() * NOTE + 4;
        TrajectoryPanel.ofConcentration(run).draw(graphics, plotX, plotY, false);
        TrajectoryPanel.ofTemperature(run)
                .draw(graphics, plotX, plotY + TrajectoryPanel.HEIGHT + BETWEEN, true);
    }

    /** What is drawn how. */
    private enum Mark {
        PREDICTED,
        BAND,
        NOMINAL,
        MEASURED
    }

    private List<Mark> marks() {
        return figure.runs().stream().anyMatch(RunTrajectories::isMeasured)
                ? List.of(Mark.values())
                : List.of(Mark.PREDICTED, Mark.BAND, Mark.NOMINAL);
    }

    private String text(Mark mark) {
        return switch (mark) {
            case PREDICTED -> "predicted";
            case BAND -> String.format(Locale.ROOT, "band of %s %%", percent(100 * figure.level()));
            case NOMINAL -> "balances as declared";
            case MEASURED -> "measured";
        };
    }

    private static String percent(double percent) {
        return percent == Math.rint(percent)
                ? String.format(Locale.ROOT, "%.0f", percent)
                : Texts.number(percent);
    }

    private double legendWidth() {
        return marks().stream().mapToDouble(this::entryWidth).sum() - AFTER_TEXT;
    }

    private double entryWidth(Mark mark) {
        return SAMPLE + AFTER_SAMPLE + Texts.width(text(mark), Texts.PLAIN) + AFTER_TEXT;
    }

    private void drawLegend(Graphics2D graphics, double y) {
        double x = MARGIN;
        for (Mark mark : marks()) {
            drawSample(graphics, mark, x, y);
            graphics.setColor(Texts.DARK);
            Texts.drawCentred(
                    graphics,
                    text(mark),
                    Texts.PLAIN,
                    x + SAMPLE + AFTER_SAMPLE,
                    y,
                    Texts.Align.LEFT);
            x += entryWidth(mark);
        }
    }

    private static void drawSample(Graphics2D graphics, Mark mark, double x, double y) {
        switch (mark) {
            case PREDICTED ->
                    line(graphics, TrajectoryPanel.PREDICTED, TrajectoryPanel.PREDICTED_LINE, x, y);
            case NOMINAL ->
                    line(graphics, TrajectoryPanel.NOMINAL, TrajectoryPanel.NOMINAL_LINE, x, y);
            case BAND -> {
                graphics.setColor(TrajectoryPanel.BAND);
                graphics.fill(new Rectangle2D.Double(x, y - 6, SAMPLE, 12));
            }
            case MEASURED -> {
                graphics.setColor(TrajectoryPanel.MEASURED);
                double r = TrajectoryPanel.DOT / 2;
                graphics.fill(new Ellipse2D.Double(x + SAMPLE / 2.0 - r, y - r, 2 * r, 2 * r));
            }
        }
    }

    private static void line(
            Graphics2D graphics, Color color, BasicStroke stroke, double x, double y) {
        graphics.setColor(color);
        graphics.setStroke(stroke);
        graphics.draw(new Line2D.Double(x, y, x + SAMPLE, y));
    }
}
