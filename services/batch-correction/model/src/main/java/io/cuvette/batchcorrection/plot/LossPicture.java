package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.plot.LossCurves.LossPanel;
import io.cuvette.batchcorrection.plot.LossCurves.Part;
import io.cuvette.batchcorrection.plot.LossCurves.Reference;
import io.cuvette.batchcorrection.plot.LossCurves.Series;
import io.cuvette.plot.Axis;
import io.cuvette.plot.Markers;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Draws loss curves. */
record LossPicture(LossCurves curves) implements Picture {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 340;
    private static final int HEIGHT = 210;
    private static final int MARGIN = 20;
    private static final int LEFT = 58;
    private static final int HEADER = 24;
    private static final int BELOW = 42;
    private static final int LEGEND_ROW = 17;
    private static final int SAMPLE = 26;

    /** A column of a panel's legend. */
    private static final int ENTRY = (WIDTH + LEFT) / 2;

    private static final Color GRID = new Color(0xE6E6E6);
    private static final Color FRAME = new Color(0xC0C0C0);
    private static final Color REFERENCE = new Color(0x777777);
    private static final float[] DASHES = {5, 3.5f};
    private static final float[] DOTS = {1.5f, 3};
    private static final Color BEST = new Color(0x009E73);
    private static final Color STOPPED = new Color(0xB00000);
    private static final BasicStroke MARKED = new BasicStroke(1.2f);
    private static final BasicStroke LEVEL =
            new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DOTS, 0);

    @Override
    public String title() {
        return curves.title();
    }

    @Override
    public int width() {
        return 2 * MARGIN + Math.min(COLUMNS, curves.panels().size()) * (LEFT + WIDTH + MARGIN);
    }

    @Override
    public int height() {
        int rows = (curves.panels().size() + COLUMNS - 1) / COLUMNS;
        return top() + rows * rowHeight() + MARGIN / 2;
    }

    private int top() {
        return MARGIN + (curves.title().isEmpty() ? 0 : 30);
    }

    private int rowHeight() {
        int entries = curves.panels().stream().mapToInt(p -> legend(p).size()).max().orElse(0);
        return HEADER + (entries + 1) / 2 * LEGEND_ROW + 8 + HEIGHT + BELOW + MARGIN / 2;
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(curves.title(), Texts.TITLE, width() - 2.0 * MARGIN),
                Texts.TITLE,
                MARGIN,
                MARGIN + 14,
                Texts.Align.LEFT);
        for (int i = 0; i < curves.panels().size(); i++) {
            int x = MARGIN + i % COLUMNS * (LEFT + WIDTH + MARGIN);
            int y = top() + i / COLUMNS * rowHeight();
            LossPanel panel = curves.panels().get(i);
            graphics.setColor(Texts.DARK);
            Texts.draw(
                    graphics,
                    Texts.clip(panel.title(), Texts.HEADING, LEFT + WIDTH),
                    Texts.HEADING,
                    x,
                    y + 14,
                    Texts.Align.LEFT);
            int plotTop = y + rowHeight() - MARGIN / 2 - BELOW - HEIGHT;
            drawLegend(graphics, panel, x, y + HEADER);
            new Plot(panel, x + LEFT, plotTop).draw(graphics);
        }
    }

    /** A line and what it means. */
    private record Entry(String text, Color color, BasicStroke stroke) {}

    private static List<Entry> legend(LossPanel panel) {
        List<Entry> entries = new ArrayList<>();
        for (Series series : panel.series()) {
            entries.add(new Entry(series.legend(), color(panel, series), stroke(series)));
        }
        for (Reference reference : panel.references()) {
            String text = reference.name() + " = " + Texts.number(reference.value());
            entries.add(new Entry(text, REFERENCE, LEVEL));
        }
        panel.bestEpoch()
                .ifPresent(epoch -> entries.add(new Entry("best: epoch " + epoch, BEST, MARKED)));
        panel.stoppedEpoch()
                .ifPresent(
                        epoch ->
                                entries.add(new Entry("stopped: epoch " + epoch, STOPPED, MARKED)));
        return entries;
    }

    private static void drawLegend(Graphics2D graphics, LossPanel panel, int x, int y) {
        List<Entry> entries = legend(panel);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            double left = x + i % 2 * ENTRY;
            double middle = y + i / 2 * LEGEND_ROW + LEGEND_ROW / 2.0;
            graphics.setColor(entry.color());
            graphics.setStroke(entry.stroke());
            graphics.draw(new Line2D.Double(left, middle, left + SAMPLE, middle));
            graphics.setColor(Texts.DARK);
            Texts.drawCentred(
                    graphics,
                    Texts.clip(entry.text(), Texts.PLAIN, ENTRY - SAMPLE - 16.0),
                    Texts.PLAIN,
                    left + SAMPLE + 6,
                    middle,
                    Texts.Align.LEFT);
        }
    }

    private static Color color(LossPanel panel, Series series) {
        List<String> names = panel.series().stream().map(Series::name).distinct().toList();
        return Palette.color(names.indexOf(series.name()), names.size());
    }

    private static BasicStroke stroke(Series series) {
        return series.part() == Part.VALIDATION
                ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0);
    }

    /** The area with axes. */
    private record Plot(LossPanel panel, Axis epochs, Axis values, int left, int top) {

        Plot(LossPanel panel, int left, int top) {
            this(panel, panel.epochs(), panel.values(), left, top);
        }

        void draw(Graphics2D graphics) {
            drawAxes(graphics);
            for (Reference reference : panel.references()) {
                drawReference(graphics, reference);
            }
            panel.series().forEach(series -> drawSeries(graphics, series));
            drawEpoch(graphics, panel.bestEpoch(), BEST);
            drawEpoch(graphics, panel.stoppedEpoch(), STOPPED);
        }

        private void drawAxes(Graphics2D graphics) {
            graphics.setStroke(new BasicStroke(1));
            for (Axis.Tick tick : values.ticks(5)) {
                double y = y(tick.value());
                graphics.setColor(GRID);
                graphics.draw(new Line2D.Double(left, y, left + WIDTH, y));
                graphics.setColor(Texts.SOFT);
                Texts.drawCentred(
                        graphics, tick.label(), Texts.SMALL, left - 5, y, Texts.Align.RIGHT);
            }
            for (Axis.Tick tick : epochs.ticks(7)) {
                if (tick.value() != Math.rint(tick.value())) {
                    continue;
                }
                double x = x(tick.value());
                graphics.setColor(FRAME);
                graphics.draw(new Line2D.Double(x, top + HEIGHT, x, top + HEIGHT + 4.0));
                graphics.setColor(Texts.SOFT);
                Texts.draw(
                        graphics,
                        Integer.toString((int) tick.value()),
                        Texts.SMALL,
                        x,
                        top + HEIGHT + 15,
                        Texts.Align.MIDDLE);
            }
            graphics.setColor(FRAME);
            graphics.draw(new Rectangle2D.Double(left, top, WIDTH, HEIGHT));
            graphics.setColor(Texts.SOFT);
            Texts.draw(
                    graphics,
                    "epoch",
                    Texts.PLAIN,
                    left + WIDTH / 2.0,
                    top + HEIGHT + 32,
                    Texts.Align.MIDDLE);
            String unit = panel.logarithmic() ? panel.unit() + " (log)" : panel.unit();
            Texts.drawUpright(
                    graphics,
                    Texts.clip(unit, Texts.PLAIN, HEIGHT),
                    Texts.PLAIN,
                    left - LEFT + 14.0,
                    top + HEIGHT / 2.0,
                    Texts.Align.MIDDLE);
        }

        private void drawReference(Graphics2D graphics, Reference reference) {
            double y = y(reference.value());
            graphics.setColor(REFERENCE);
            graphics.setStroke(LEVEL);
            graphics.draw(new Line2D.Double(left, y, left + WIDTH, y));
        }

        private void drawSeries(Graphics2D graphics, Series series) {
            graphics.setColor(color(panel, series));
            if (series.values().length == 1) {
                graphics.fill(Markers.at(0, x(series.epochs()[0]), y(series.values()[0]), 6));
                return;
            }
            Path2D line = new Path2D.Double();
            for (int i = 0; i < series.values().length; i++) {
                double x = x(series.epochs()[i]);
                double y = y(series.values()[i]);
                if (i == 0) {
                    line.moveTo(x, y);
                } else {
                    line.lineTo(x, y);
                }
            }
            graphics.setStroke(stroke(series));
            if (series.values().length > 0) {
                graphics.draw(line);
            }
        }

        private void drawEpoch(Graphics2D graphics, OptionalInt epoch, Color color) {
            if (epoch.isPresent()) {
                double x = x(epoch.getAsInt());
                graphics.setColor(color);
                graphics.setStroke(MARKED);
                graphics.draw(new Line2D.Double(x, top, x, top + HEIGHT));
            }
        }

        private double x(double epoch) {
            return left + WIDTH * epochs.share(epoch);
        }

        private double y(double value) {
            return top + HEIGHT * (1 - values.share(value));
        }
    }
}
