package io.cuvette.reactormodel.plot;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
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

    /** Less is drawn as flat: differences of rounding errors say nothing. */
    private static final double LEAST_CONCENTRATION_SPAN = 0.01;

    private static final double LEAST_TEMPERATURE_SPAN_K = 1;

    /** A band is shown up to this many times what lines and points span, on either side. */
    private static final double MOST_OF_BAND = 1.5;

    /**
     * @param halfWidths empty without a band
     */
    record Line(double[] timesH, double[] values, double[] halfWidths) {}

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

    boolean isEmpty() {
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
        new PanelDrawing(this, graphics, left, top).draw(withTimes);
    }
}
