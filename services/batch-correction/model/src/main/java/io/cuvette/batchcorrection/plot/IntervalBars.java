package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.plot.BatchEffects.EffectInterval;
import io.cuvette.plot.Axis;
import io.cuvette.plot.Markers;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws the effects of batches with their intervals, one a row. */
record IntervalBars(BatchEffects gene) implements Picture {
    private static final int MARGIN = 20;
    private static final int PLOT = 460;
    private static final int MOST_NAME = 260;
    private static final int HEADER = 82;
    private static final int FOOTER = 58;
    private static final int MOST_ROWS = 300;

    private static final Color CLEAR = new Color(0x0072B2);
    private static final Color UNCLEAR = new Color(0x8A8A8A);
    private static final Color GRID = new Color(0xECECEC);
    private static final Color ZERO = new Color(0x444444);

    @Override
    public String title() {
        if (gene.intraclassCorrelation().isEmpty()) {
            return "Batch effects on " + gene.gene();
        }
        return String.format(
                Locale.ROOT,
                "Batch effects on %s, ICC %.3f",
                gene.gene(),
                gene.intraclassCorrelation().getAsDouble());
    }

    /** What is drawn; an empty row stands for those left out between. */
    private List<Optional<EffectInterval>> rows() {
        List<EffectInterval> ranked = gene.ranked();
        List<Optional<EffectInterval>> rows = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            boolean outer = i < MOST_ROWS / 2 || i >= ranked.size() - MOST_ROWS / 2;
            if (ranked.size() <= MOST_ROWS || outer) {
                rows.add(Optional.of(ranked.get(i)));
            } else if (i == MOST_ROWS / 2) {
                rows.add(Optional.empty());
            }
        }
        return rows;
    }

    private int rowHeight() {
        int rows = Math.min(gene.effects().size(), MOST_ROWS + 1);
        return Math.max(11, Math.min(20, 1200 / rows));
    }

    private Font font() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, Math.min(12, rowHeight() - 2));
    }

    private int names() {
        double widest = 60;
        for (EffectInterval effect : gene.effects()) {
            widest = Math.max(widest, Texts.width(effect.batch(), font()));
        }
        return (int) Math.ceil(Math.min(MOST_NAME, widest)) + 10;
    }

    @Override
    public int width() {
        return MARGIN + names() + PLOT + MARGIN;
    }

    @Override
    public int height() {
        return HEADER + rows().size() * rowHeight() + FOOTER;
    }

    @Override
    public void draw(Graphics2D graphics) {
        List<Optional<EffectInterval>> rows = rows();
        Axis axis = axis(rows);
        int left = MARGIN + names();
        double bottom = HEADER + rows.size() * rowHeight();
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(title(), Texts.TITLE, width() - 2.0 * MARGIN),
                Texts.TITLE,
                MARGIN,
                MARGIN + 14,
                Texts.Align.LEFT);
        graphics.setColor(Texts.SOFT);
        Texts.draw(
                graphics,
                "posterior mean and 95 % interval; blue: without zero",
                Texts.SMALL,
                MARGIN,
                MARGIN + 32,
                Texts.Align.LEFT);
        drawAxis(graphics, axis, left, bottom);
        Font font = font();
        for (int i = 0; i < rows.size(); i++) {
            double y = HEADER + (i + 0.5) * rowHeight();
            graphics.setColor(Texts.DARK);
            if (rows.get(i).isEmpty()) {
                String others = "… %d more".formatted(gene.effects().size() - MOST_ROWS);
                Texts.drawCentred(graphics, others, font, left - 8, y, Texts.Align.RIGHT);
                continue;
            }
            EffectInterval effect = rows.get(i).orElseThrow();
            Texts.drawCentred(
                    graphics,
                    Texts.clip(effect.batch(), font, MOST_NAME),
                    font,
                    left - 8,
                    y,
                    Texts.Align.RIGHT);
            graphics.setColor(effect.clear() ? CLEAR : UNCLEAR);
            graphics.setStroke(
                    new BasicStroke(
                            rowHeight() < 14 ? 1.4f : 2,
                            BasicStroke.CAP_BUTT,
                            BasicStroke.JOIN_BEVEL));
            graphics.draw(
                    new Line2D.Double(
                            left + PLOT * axis.share(effect.low()),
                            y,
                            left + PLOT * axis.share(effect.high()),
                            y));
            graphics.fill(
                    Markers.at(
                            0,
                            left + PLOT * axis.share(effect.mean()),
                            y,
                            Math.min(8, rowHeight() * 0.5)));
        }
    }

    private static Axis axis(List<Optional<EffectInterval>> rows) {
        double least = 0;
        double greatest = 0;
        for (Optional<EffectInterval> row : rows) {
            least = Math.min(least, row.map(EffectInterval::low).orElse(0.0));
            greatest = Math.max(greatest, row.map(EffectInterval::high).orElse(0.0));
        }
        return Axis.around(least, greatest, false);
    }

    private void drawAxis(Graphics2D graphics, Axis axis, int left, double bottom) {
        graphics.setStroke(new BasicStroke(1));
        for (Axis.Tick tick : axis.ticks(7)) {
            double x = left + PLOT * axis.share(tick.value());
            graphics.setColor(tick.value() == 0 ? ZERO : GRID);
            graphics.draw(new Line2D.Double(x, HEADER - 2.0, x, bottom + 4));
            graphics.setColor(Texts.SOFT);
            Texts.draw(graphics, tick.label(), Texts.SMALL, x, bottom + 16, Texts.Align.MIDDLE);
            Texts.draw(graphics, tick.label(), Texts.SMALL, x, HEADER - 6.0, Texts.Align.MIDDLE);
        }
        Texts.draw(
                graphics,
                Texts.clip("effect (" + gene.unit() + ")", Texts.PLAIN, PLOT),
                Texts.PLAIN,
                left + PLOT / 2.0,
                bottom + 36,
                Texts.Align.MIDDLE);
    }
}
