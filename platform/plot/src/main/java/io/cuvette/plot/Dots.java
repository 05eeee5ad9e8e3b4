package io.cuvette.plot;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;

/** Markers of one colour and shape as one outline, which in a file takes far less than each. */
public final class Dots {
    private final int shape;
    private final double diameter;
    private final Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
    private boolean empty = true;

    public Dots(int shape, double diameter) {
        this.shape = shape;
        this.diameter = diameter;
    }

    public void add(double x, double y) {
        empty = false;
        if (shape == 0) {
            // a line of no length with round ends is a disc
            outline.moveTo(x, y);
            outline.lineTo(x, y);
        } else {
            outline.append(Markers.at(shape, x, y, diameter), false);
        }
    }

    public void draw(Graphics2D graphics) {
        if (empty) {
            return;
        }
        if (shape == 0) {
            graphics.setStroke(
                    new BasicStroke(
                            (float) diameter, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(outline);
        } else {
            graphics.fill(outline);
        }
    }
}
