package io.cuvette.training.app.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Texts;
import io.cuvette.training.app.plot.ParallelCoordinates.Line;
import io.cuvette.training.app.plot.ParallelCoordinates.Upright;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;

/** Draws parallel coordinates. */
record ParallelCoordinatesPicture(ParallelCoordinates figure) implements Picture {
    private static final int LEFT = 80;
    private static final int RIGHT = 90;
    private static final int SPACING = 150;
    private static final int TOP = 104;
    private static final int LEAST_WIDTH = 420;
    private static final int HEIGHT = 300;
    private static final int BELOW = 48;
    private static final int TICKS = 6;
    private static final int SAMPLES = 60;

    /**
     * From good to bad: dark blue, green, yellow (viridis, turned around), which print in order.
     */
    private static final Color[] SCALE = {
        new Color(0x440154),
        new Color(0x3B528B),
        new Color(0x21918C),
        new Color(0x5EC962),
        new Color(0xE3D52A)
    };

    private static final BasicStroke LINE =
            new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke BEST =
            new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    @Override
    public String title() {
        return figure.title();
    }

    @Override
    public int width() {
        int axes = LEFT + (figure.axes().size() - 1) * SPACING + RIGHT;
        return Math.max(axes, LEAST_WIDTH);
    }

    @Override
    public int height() {
        return TOP + HEIGHT + BELOW;
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(figure.title(), Texts.TITLE, width() - 40.0),
                Texts.TITLE,
                20,
                32,
                Texts.Align.LEFT);
        graphics.setColor(Texts.SOFT);
        Texts.draw(
                graphics,
                Texts.clip(figure.note(), Texts.PLAIN, width() - 40.0),
                Texts.PLAIN,
                20,
                50,
                Texts.Align.LEFT);
        drawLines(graphics);
        for (int i = 0; i < figure.axes().size(); i++) {
            drawAxis(graphics, figure.axes().get(i), x(i));
        }
        drawLegend(graphics);
    }

    private static double x(int axis) {
        return LEFT + (double) axis * SPACING;
    }

    private double y(int axis, double value) {
        double share = figure.axes().get(axis).axis().share(value);
        return TOP + HEIGHT * (1 - Math.max(0, Math.min(1, share)));
    }

    /** The worst first, so that the best is on top. */
    private void drawLines(Graphics2D graphics) {
        List<Line> worstFirst =
                figure.lines().stream()
                        .sorted(Comparator.comparingDouble((Line line) -> badness(line)).reversed())
                        .toList();
        for (int i = 0; i < worstFirst.size(); i++) {
            Line line = worstFirst.get(i);
            boolean best = i == worstFirst.size() - 1 && line.objective().isPresent();
            graphics.setStroke(best ? BEST : LINE);
            graphics.setColor(
                    line.objective().isPresent() ? color(badness(line)) : Palette.MISSING);
            Path2D path = new Path2D.Double();
            path.moveTo(x(0), y(0, line.values().get(0)));
            for (int j = 1; j < line.values().size(); j++) {
                path.lineTo(x(j), y(j, line.values().get(j)));
            }
            if (line.objective().isPresent()) {
                int last = line.values().size();
                path.lineTo(x(last), y(last, line.objective().getAsDouble()));
            }
            graphics.draw(path);
        }
    }

    /** 0 at the good end of the objective's axis, 1 at the other; 2 without an objective. */
    private double badness(Line line) {
        if (line.objective().isEmpty()) {
            return 2;
        }
        Axis axis = figure.axes().get(figure.axes().size() - 1).axis();
        double share = Math.max(0, Math.min(1, axis.share(line.objective().getAsDouble())));
        return figure.lowIsBetter() ? share : 1 - share;
    }

    private static Color color(double badness) {
        double at = badness * (SCALE.length - 1);
        int below = Math.min(SCALE.length - 2, (int) at);
        double share = at - below;
        Color from = SCALE[below];
        Color to = SCALE[below + 1];
        return new Color(
                mixed(from.getRed(), to.getRed(), share),
                mixed(from.getGreen(), to.getGreen(), share),
                mixed(from.getBlue(), to.getBlue(), share));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    private static void drawAxis(Graphics2D graphics, Upright upright, double x) {
        graphics.setStroke(new BasicStroke(1.2f));
        graphics.setColor(Texts.SOFT);
        graphics.draw(new Line2D.Double(x, TOP, x, TOP + (double) HEIGHT));
        for (Axis.Tick tick : upright.axis().ticks(TICKS)) {
            double y = TOP + HEIGHT * (1 - upright.axis().share(tick.value()));
            graphics.setColor(Texts.SOFT);
            graphics.draw(new Line2D.Double(x - 4, y, x, y));
            double width = Texts.width(tick.label(), Texts.SMALL);
            // lines cross here: a white ground keeps the number legible
            graphics.setColor(new Color(255, 255, 255, 200));
            graphics.fill(new Rectangle2D.Double(x - 9 - width, y - 6, width + 3, 12));
            graphics.setColor(Texts.DARK);
            Texts.drawCentred(graphics, tick.label(), Texts.SMALL, x - 7, y, Texts.Align.RIGHT);
        }
        graphics.setColor(Texts.DARK);
        List<String> name =
                Texts.wrap(upright.name().replace(".", ". "), Texts.BOLD, SPACING - 12.0, 2);
        for (int i = 0; i < name.size(); i++) {
            Texts.draw(
                    graphics,
                    name.get(i).replace(". ", "."),
                    Texts.BOLD,
                    x,
                    TOP - 12.0 - 15 * (name.size() - 1 - i),
                    Texts.Align.MIDDLE);
        }
    }

    private void drawLegend(Graphics2D graphics) {
        double y = TOP + HEIGHT + 26.0;
        graphics.setColor(Texts.DARK);
        Texts.drawCentred(graphics, "better", Texts.PLAIN, LEFT, y, Texts.Align.LEFT);
        double x = LEFT + Texts.width("better", Texts.PLAIN) + 8;
        for (int i = 0; i < SAMPLES; i++) {
            graphics.setColor(color((double) i / (SAMPLES - 1)));
            graphics.fill(new Rectangle2D.Double(x + i * 2.0, y - 5, 2.2, 10));
        }
        x += SAMPLES * 2 + 8.0;
        graphics.setColor(Texts.DARK);
        Texts.drawCentred(graphics, "worse", Texts.PLAIN, x, y, Texts.Align.LEFT);
        x += Texts.width("worse", Texts.PLAIN) + 24;
        if (figure.lines().stream().anyMatch(line -> line.objective().isEmpty())) {
            graphics.setColor(Palette.MISSING);
            graphics.setStroke(BEST);
            graphics.draw(new Line2D.Double(x, y, x + 22, y));
            graphics.setColor(Texts.DARK);
            Texts.drawCentred(graphics, "no result", Texts.PLAIN, x + 28, y, Texts.Align.LEFT);
        }
    }
}
