package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.plot.Dots;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Texts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws one panel in one colouring; both axes have the same scale. */
final class Scatter {
    private static final Color FRAME = new Color(0xD0D0D0);
    private static final double PADDING = 0.04;
    private static final int NUMBERED_FROM = 9;
    private static final int NUMBERED_TO = 60;
    private static final int NUMBER_HEIGHT = 16;
    private static final Color NUMBER_GROUND = new Color(255, 255, 255, 205);
    private static final int MOST_LAYERS = 64;
    private static final int POINTS_AN_OUTLINE = 8;

    private final Panel panel;
    private final Coloring coloring;
    private final int left;
    private final int top;
    private final int size;
    private final double scale;
    private final double middleX;
    private final double middleY;

    Scatter(Panel panel, Coloring coloring, int left, int top, int size) {
        this.panel = panel;
        this.coloring = coloring;
        this.left = left;
        this.top = top;
        this.size = size;
        double[] rangeX = range(panel.x());
        double[] rangeY = range(panel.y());
        middleX = (rangeX[0] + rangeX[1]) / 2;
        middleY = (rangeY[0] + rangeY[1]) / 2;
        double extent = Math.max(rangeX[1] - rangeX[0], rangeY[1] - rangeY[0]);
        scale = extent > 0 ? size * (1 - 2 * PADDING) / extent : 1;
    }

    static boolean isNumbered(Coloring coloring) {
        int groups = coloring.groups().names().size();
        return coloring.numbered() && groups >= NUMBERED_FROM && groups <= NUMBERED_TO;
    }

    void draw(Graphics2D graphics) {
        graphics.setColor(FRAME);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Rectangle2D.Double(left, top, size, size));
        drawPoints(graphics);
        if (isNumbered(coloring)) {
            drawNumbers(graphics);
        }
        drawAxisLabels(graphics);
    }

    private void drawPoints(Graphics2D graphics) {
        Grouping groups = coloring.groups();
        int number = groups.names().size();
        int cells = panel.x().length;
        // area per point shrinks with their number, between dots that can be seen and blobs
        double diameter = Math.max(1.6, Math.min(7, 190 / Math.sqrt(Math.max(1, cells))));
        int alpha = cells > 3000 ? 190 : 215;
        int[] order = shuffled(cells);
        drawMissing(graphics, alpha, diameter);
        // one outline a layer and group: small files, and still no group covers another
        int layers = Math.max(1, Math.min(MOST_LAYERS, cells / (POINTS_AN_OUTLINE * (number + 1))));
        Dots[] dots = new Dots[number];
        for (int layer = 0; layer < layers; layer++) {
            Arrays.setAll(dots, code -> new Dots(Palette.shape(code, number), diameter));
            int end = (int) ((long) cells * (layer + 1) / layers);
            for (int i = (int) ((long) cells * layer / layers); i < end; i++) {
                int code = groups.codes()[order[i]];
                if (code >= 0) {
                    dots[code].add(pixelX(panel.x()[order[i]]), pixelY(panel.y()[order[i]]));
                }
            }
            for (int code = 0; code < number; code++) {
                graphics.setColor(translucent(Palette.color(code, number), alpha));
                dots[code].draw(graphics);
            }
        }
    }

    /** Below all others. */
    private void drawMissing(Graphics2D graphics, int alpha, double diameter) {
        Dots dots = new Dots(0, diameter);
        for (int cell = 0; cell < panel.x().length; cell++) {
            if (coloring.groups().codes()[cell] < 0) {
                dots.add(pixelX(panel.x()[cell]), pixelY(panel.y()[cell]));
            }
        }
        graphics.setColor(translucent(Palette.MISSING, alpha));
        dots.draw(graphics);
    }

    private static Color translucent(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    /** A drawing order that favours no group; fixed, so that pictures repeat. */
    private static int[] shuffled(int cells) {
        int[] order = new int[cells];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < cells; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Each group's number at its median along both axes, on a light ground. */
    private void drawNumbers(Graphics2D graphics) {
        Grouping groups = coloring.groups();
        int[] counts = groups.counts();
        for (int group = 0; group < counts.length; group++) {
            if (counts[group] == 0) {
                continue;
            }
            String text = Integer.toString(group + 1);
            double x = pixelX(median(panel.x(), groups.codes(), group, counts[group]));
            double y = pixelY(median(panel.y(), groups.codes(), group, counts[group]));
            double width = Math.max(NUMBER_HEIGHT, Texts.width(text, Texts.BOLD) + 6);
            graphics.setColor(NUMBER_GROUND);
            graphics.fill(
                    new RoundRectangle2D.Double(
                            x - width / 2,
                            y - NUMBER_HEIGHT / 2.0,
                            width,
                            NUMBER_HEIGHT,
                            NUMBER_HEIGHT,
                            NUMBER_HEIGHT));
            graphics.setColor(Texts.DARK);
            Texts.drawCentred(graphics, text, Texts.BOLD, x, y, Texts.Align.MIDDLE);
        }
    }

    private void drawAxisLabels(Graphics2D graphics) {
        graphics.setColor(Texts.SOFT);
        Texts.draw(
                graphics,
                panel.xLabel(),
                Texts.PLAIN,
                left + size / 2.0,
                top + size + 17,
                Texts.Align.MIDDLE);
        Texts.drawUpright(
                graphics,
                panel.yLabel(),
                Texts.PLAIN,
                left - 8,
                top + size / 2.0,
                Texts.Align.MIDDLE);
    }

    private double pixelX(double x) {
        return left + size / 2.0 + (x - middleX) * scale;
    }

    private double pixelY(double y) {
        return top + size / 2.0 - (y - middleY) * scale;
    }

    private static double[] range(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a coordinate is not finite");
            }
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return values.length == 0 ? new double[] {0, 0} : new double[] {low, high};
    }

    private static double median(double[] values, int[] codes, int group, int count) {
        double[] members = new double[count];
        int next = 0;
        for (int cell = 0; cell < codes.length; cell++) {
            if (codes[cell] == group) {
                members[next++] = values[cell];
            }
        }
        Arrays.sort(members);
        return members[count / 2];
    }
}
