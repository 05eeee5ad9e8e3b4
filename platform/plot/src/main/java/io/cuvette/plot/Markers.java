package io.cuvette.plot;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Marker outlines of about equal area. */
public final class Markers {
    private Markers() {}

    /**
     * @param shape 0 disc, 1 triangle, 2 square, 3 diamond
     * @param diameter of the disc
     */
    public static Shape at(int shape, double x, double y, double diameter) {
        double r = diameter / 2;
        return switch (shape) {
            case 1 ->
                    polygon(x, y - 1.35 * r, x + 1.2 * r, y + 0.75 * r, x - 1.2 * r, y + 0.75 * r);
            case 2 -> new Rectangle2D.Double(x - 0.89 * r, y - 0.89 * r, 1.78 * r, 1.78 * r);
            case 3 -> polygon(x, y - 1.3 * r, x + 1.2 * r, y, x, y + 1.3 * r, x - 1.2 * r, y);
            default -> new Ellipse2D.Double(x - r, y - r, diameter, diameter);
        };
    }

    private static Shape polygon(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }
}
