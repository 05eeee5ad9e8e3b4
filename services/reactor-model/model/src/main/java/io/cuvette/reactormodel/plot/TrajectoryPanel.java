package io.cuvette.reactormodel.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Dots;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One quantity of one run over time. */
record TrajectoryPanel(
        String unit,
        Optional<Line> predicted,
        Optional<Line> nominal,
        MeasuredPoints measured,
        Axis times,
        Axis values) {
    static final int WIDTH = 320;
    static final int HEIGHT = 140;

    /** Of the plot: labels of its axis. */
    static final int LEFT = 62;

    static final Color PREDICTED = Palette.color(0, 4);
    static final Color NOMINAL = Palette.color(3, 4);
    static final Color BAND = new Color(0xC4DFF0);
    static final Color MEASURED = Texts.DARK;
    static final double DOT = 6;

    static final BasicStroke PREDICTED_LINE =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    static final BasicStroke NOMINAL_LINE =
            new BasicStroke(
                    1.6f,
                    BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_ROUND,
                    1,
                    new float[] {5, 3.5f},
                    0);

    private static final Color GRID = new Color(0xE6E6E6);
    private static final Color FRAME = new Color(0xC0C0C0);

    /** Less is drawn as flat: differences of rounding errors say nothing. */
    private static final double LEAST_CONCENTRATION_SPAN = 0.01;

    private static final double LEAST_TEMPERATURE_SPAN_K = 1;

    /** A band is shown up to this many times what lines and points span, on either side. */
    private static final double MOST_OF_BAND = 1.5;

    /**
     * @param halfWidths empty without a band
     */
    private record Line(double[] timesH, double[] values, double[] halfWidths) {}

    static TrajectoryPanel ofConcentration(RunTrajectories run) {
        return of(
                "conc. (kmol/m³)",
                run.predicted()
                        .map(
                                c ->
                                        new Line(
                                                c.timesH(),
                                                c.concentrationsKmolPerM3(),
                                                c.concentrationHalfWidths())),
                run.nominal()
                        .map(c -> new Line(c.timesH(), c.concentrationsKmolPerM3(), new double[0])),
                run.concentrations(),
                run.lastH(),
                LEAST_CONCENTRATION_SPAN);
    }

    static TrajectoryPanel ofTemperature(RunTrajectories run) {
        return of(
                "temperature (K)",
                run.predicted()
                        .map(
                                c ->
                                        new Line(
                                                c.timesH(),
                                                c.temperaturesK(),
                                                c.temperatureHalfWidths())),
                run.nominal().map(c -> new Line(c.timesH(), c.temperaturesK(), new double[0])),
                run.temperatures(),
                run.lastH(),
                LEAST_TEMPERATURE_SPAN_K);
    }

    private static TrajectoryPanel of(
            String unit,
            Optional<Line> predicted,
            Optional<Line> nominal,
            MeasuredPoints measured,
            double lastH,
            double leastSpan) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        List<double[]> all = new ArrayList<>(List.of(measured.values()));
        for (Optional<Line> line : List.of(predicted, nominal)) {
            line.ifPresent(found -> all.add(found.values()));
        }
        for (double[] some : all) {
            for (double value : some) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            low = 0;
            high = 1;
        }
        double missing = leastSpan - (high - low);
        if (missing > 0) {
            low -= missing / 2;
            high += missing / 2;
        }
        double[] shown = predicted.map(TrajectoryPanel::band).orElse(new double[] {low, high});
        double room = MOST_OF_BAND * (high - low);
        return new TrajectoryPanel(
                unit,
                predicted,
                nominal,
                measured,
                new Axis(0, lastH > 0 ? lastH * 1.02 : 1, false),
                Axis.around(
                        Math.min(low, Math.max(shown[0], low - room)),
                        Math.max(high, Math.min(shown[1], high + room)),
                        false));
    }

    private boolean isEmpty() {
        return predicted.isEmpty() && nominal.isEmpty() && measured.values().length == 0;
    }

    /** Its lowest and its highest value. */
    private static double[] band(Line line) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < line.values().length; i++) {
            double width = line.halfWidths().length == 0 ? 0 : line.halfWidths()[i];
            low = Math.min(low, line.values()[i] - width);
            high = Math.max(high, line.values()[i] + width);
        }
        return new double[] {low, high};
    }

    void draw(Graphics2D graphics, int left, int top, boolean withTimes) {
        new Drawing(this, graphics, left, top).draw(withTimes);
    }

    /** A panel at its place. */
    private record Drawing(TrajectoryPanel panel, Graphics2D graphics, int left, int top) {

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
                        left + WIDTH / 2.0,
                        top + HEIGHT / 2.0,
                        Texts.Align.MIDDLE);
            }
            panel.nominal().ifPresent(line -> drawLine(line, NOMINAL, NOMINAL_LINE));
            panel.predicted().ifPresent(line -> drawLine(line, PREDICTED, PREDICTED_LINE));
            Dots dots = new Dots(0, DOT);
            for (int i = 0; i < panel.measured().values().length; i++) {
                dots.add(x(panel.measured().timesH()[i]), y(panel.measured().values()[i]));
            }
            graphics.setColor(MEASURED);
            dots.draw(graphics);
        }

        private void drawValueAxis() {
            graphics.setStroke(new BasicStroke(1));
            for (Axis.Tick tick :
                    panel.isEmpty() ? List.<Axis.Tick>of() : panel.values().ticks(5)) {
                double y = y(tick.value());
                graphics.setColor(GRID);
                graphics.draw(new Line2D.Double(left, y, left + WIDTH, y));
                graphics.setColor(Texts.SOFT);
                Texts.drawCentred(
                        graphics, tick.label(), Texts.SMALL, left - 5, y, Texts.Align.RIGHT);
            }
            graphics.setColor(FRAME);
            graphics.draw(new Rectangle2D.Double(left, top, WIDTH, HEIGHT));
            graphics.setColor(Texts.SOFT);
            Texts.drawUpright(
                    graphics,
                    panel.unit(),
                    Texts.PLAIN,
                    left - LEFT + 14.0,
                    top + HEIGHT / 2.0,
                    Texts.Align.MIDDLE);
        }

        private void drawTimeAxis(boolean labelled) {
            graphics.setStroke(new BasicStroke(1));
            for (Axis.Tick tick : panel.times().ticks(6)) {
                double x = x(tick.value());
                graphics.setColor(FRAME);
                graphics.draw(new Line2D.Double(x, top + HEIGHT, x, top + HEIGHT + 4.0));
                if (labelled) {
                    graphics.setColor(Texts.SOFT);
                    Texts.draw(
                            graphics,
                            tick.label(),
                            Texts.SMALL,
                            x,
                            top + HEIGHT + 15,
                            Texts.Align.MIDDLE);
                }
            }
            if (labelled) {
                graphics.setColor(Texts.SOFT);
                Texts.draw(
                        graphics,
                        "time (h)",
                        Texts.PLAIN,
                        left + WIDTH / 2.0,
                        top + HEIGHT + 31,
                        Texts.Align.MIDDLE);
            }
        }

        private void drawBand(Line line) {
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
            graphics.setColor(BAND);
            graphics.fill(band);
        }

        private void drawLine(Line line, Color color, BasicStroke stroke) {
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
            return left + WIDTH * panel.times().share(timeH);
        }

        /** What a wide band has beyond the axis ends at its edge. */
        private double y(double value) {
            double share = Math.max(0, Math.min(1, panel.values().share(value)));
            return top + HEIGHT * (1 - share);
        }
    }
}
