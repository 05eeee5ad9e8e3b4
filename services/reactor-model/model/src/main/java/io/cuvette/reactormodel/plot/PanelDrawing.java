package io.cuvette.reactormodel.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Dots;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws a panel at its place. */
record PanelDrawing(TrajectoryPanel panel, Graphics2D graphics, int left, int top) {
    private static final Color GRID = new Color(0xE6E6E6);
    private static final Color FRAME = new Color(0xC0C0C0);

    void draw(boolean withTimes) {
        panel.predicted().ifPresent(this::drawBand);
        drawValueAxis();
        drawTimeAxis(withTimes);
        if (panel.isEmpty()) {
            graphics.setColor(Texts.SOFT);
            Texts.drawCentred(
                    graphics,
                    "nothing to show",
                    Texts.PLAIN,
                    left + TrajectoryPanel.WIDTH / 2.0,
                    top + TrajectoryPanel.HEIGHT / 2.0,
                    Texts.Align.MIDDLE);
        }
        panel.nominal()
                .ifPresent(
                        line ->
                                drawLine(
                                        line,
                                        TrajectoryPanel.NOMINAL,
                                        TrajectoryPanel.NOMINAL_LINE));
        panel.predicted()
                .ifPresent(
                        line ->
                                drawLine(
                                        line,
                                        TrajectoryPanel.PREDICTED,
                                        TrajectoryPanel.PREDICTED_LINE));
        Dots dots = new Dots(0, TrajectoryPanel.DOT);
        for (int i = 0; i < panel.measured().values().length; i++) {
            dots.add(x(panel.measured().timesH()[i]), y(panel.measured().values()[i]));
        }
        graphics.setColor(TrajectoryPanel.MEASURED);
        dots.draw(graphics);
    }

    private void drawValueAxis() {
        graphics.setStroke(new BasicStroke(1));
        for (Axis.Tick tick : panel.isEmpty() ? List.<Axis.Tick>of() : panel.values().ticks(5)) {
            double y = y(tick.value());
            graphics.setColor(GRID);
            graphics.draw(new Line2D.Double(left, y, left + TrajectoryPanel.WIDTH, y));
            graphics.setColor(Texts.SOFT);
            Texts.drawCentred(graphics, tick.label(), Texts.SMALL, left - 5, y, Texts.Align.RIGHT);
        }
        graphics.setColor(FRAME);
        graphics.draw(
                new Rectangle2D.Double(left, top, TrajectoryPanel.WIDTH, TrajectoryPanel.HEIGHT));
        graphics.setColor(Texts.SOFT);
        Texts.drawUpright(
                graphics,
                panel.unit(),
                Texts.PLAIN,
                left - TrajectoryPanel.LEFT + 14.0,
                top + TrajectoryPanel.HEIGHT / 2.0,
                Texts.Align.MIDDLE);
    }

    private void drawTimeAxis(boolean labelled) {
        graphics.setStroke(new BasicStroke(1));
        for (Axis.Tick tick : panel.times().ticks(6)) {
            double x = x(tick.value());
            graphics.setColor(FRAME);
            graphics.draw(
                    new Line2D.Double(
                            x,
                            top + TrajectoryPanel.HEIGHT,
                            x,
                            top + TrajectoryPanel.HEIGHT + 4.0));
            if (labelled) {
                graphics.setColor(Texts.SOFT);
                Texts.draw(
                        graphics,
                        tick.label(),
                        Texts.SMALL,
                        x,
                        top + TrajectoryPanel.HEIGHT + 15,
                        Texts.Align.MIDDLE);
            }
        }
        if (labelled) {
            graphics.setColor(Texts.SOFT);
            Texts.draw(
                    graphics,
                    "time (h)",
                    Texts.PLAIN,
                    left + TrajectoryPanel.WIDTH / 2.0,
                    top + TrajectoryPanel.HEIGHT + 31,
                    Texts.Align.MIDDLE);
        }
    }

    private void drawBand(TrajectoryPanel.Line line) {
        int points = line.halfWidths().length;
        if (points == 0) {
            return;
        }
        Path2D band = new Path2D.Double();
        band.moveTo(x(line.timesH()[0]), y(line.values()[0] + line.halfWidths()[0]));
        for (int i = 1; i < points; i++) {
            band.lineTo(x(line.timesH()[i]), y(line.values()[i] + line.halfWidths()[i]));
        }
        for (int i = points - 1; i >= 0; i--) {
            band.lineTo(x(line.timesH()[i]), y(line.values()[i] - line.halfWidths()[i]));
        }
        band.closePath();
        graphics.setColor(TrajectoryPanel.BAND);
        graphics.fill(band);
    }

    private void drawLine(TrajectoryPanel.Line line, Color color, BasicStroke stroke) {
        Path2D path = new Path2D.Double();
        path.moveTo(x(line.timesH()[0]), y(line.values()[0]));
        for (int i = 1; i < line.values().length; i++) {
            path.lineTo(x(line.timesH()[i]), y(line.values()[i]));
        }
        graphics.setColor(color);
        graphics.setStroke(stroke);
        graphics.draw(path);
    }

    private double x(double timeH) {
        return left + TrajectoryPanel.WIDTH * panel.times().share(timeH);
    }

    /** What a wide band has beyond the axis ends at its edge. */
    private double y(double value) {
        double share = Math.max(0, Math.min(1, panel.values().share(value)));
        return top + TrajectoryPanel.HEIGHT * (1 - share);
    }
}
