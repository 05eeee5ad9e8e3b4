package io.cuvette.plot;

import java.awt.Graphics2D;

/**
 * Something that is drawn, the same way for every kind of file. Drawing uses shapes and text, so
 * that vector files stay small and hold no references; never clips. Rasters are drawn as small
 * images in memory ({@link java.awt.image.BufferedImage}), which vector files embed and every kind
 * of file enlarges pixel by pixel.
 */
public interface Picture {

    /** Units across, at least 1; a unit is a pixel of a plain screen. */
    int width();

    /** Units down, at least 1. */
    int height();

    /** What it shows, for readers that cannot see it; may be empty. */
    String title();

    /** Draws on a white ground of {@link #width} x {@link #height} units. */
    void draw(Graphics2D graphics);

    /** The picture as a PNG file, two pixels a unit. */
    default byte[] png() {
        return Pictures.png(this);
    }

    /** The picture as an SVG file. */
    default byte[] svg() {
        return Pictures.svg(this);
    }
}
