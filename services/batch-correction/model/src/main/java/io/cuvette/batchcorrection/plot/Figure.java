package io.cuvette.batchcorrection.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A grid of scatter plots: one column a panel (for instance before and after correction), one row a
 * colouring (for instance batch and cell type) with one legend at its right.
 *
 * @param title over the grid; empty for none
 * @param panels columns; all of the same cells
 * @param colorings rows; of the same cells
 */
public record Figure(String title, List<Panel> panels, List<Coloring> colorings) {
    static final Color TEXT = new Color(0x222222);

    private static final int PANEL = 380;
    private static final int MARGIN = 24;
    private static final int HEADER = 26;
    private static final int AXIS = 26;

    /** Device pixels a unit, so that prints and dense screens stay sharp. */
    private static final int SCALE = 2;

    private static final int MOST_PANELS = 6;

    public Figure {
        panels = List.copyOf(panels);
        colorings = List.copyOf(colorings);
        if (panels.isEmpty()
                || colorings.isEmpty()
                || panels.size() > MOST_PANELS
                || colorings.size() > MOST_PANELS) {
            throw new IllegalArgumentException(
                    "1 to %d panels and colourings are needed".formatted(MOST_PANELS));
        }
        for (Panel panel : panels) {
            for (Coloring coloring : colorings) {
                if (panel.x().length != coloring.groups().size()) {
                    throw new IllegalArgumentException("panels and colourings differ in cells");
                }
            }
        }
    }

    /** The figure as a PNG file. */
    public byte[] png() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(render(), "png", out)) {
                throw new IllegalStateException("no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Width and height are twice the figure's units. */
    public BufferedImage render() {
        BufferedImage probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        List<Legend> legends = new ArrayList<>();
        Graphics2D measuring = probe.createGraphics();
        for (Coloring coloring : colorings) {
            legends.add(new Legend(coloring, Scatter.isNumbered(coloring), PANEL, measuring));
        }
        measuring.dispose();
        int legendWidth = legends.stream().mapToInt(Legend::width).max().orElse(0);
        int cellWidth = AXIS + PANEL + MARGIN;
        int cellHeight = HEADER + PANEL + AXIS + MARGIN / 2;
        int top = MARGIN + (title.isEmpty() ? 0 : 30);
        int width = MARGIN + panels.size() * cellWidth + legendWidth + MARGIN / 2;
        int height = top + colorings.size() * cellHeight + MARGIN / 2;
        BufferedImage image =
                new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        if (!title.isEmpty()) {
            graphics.setColor(TEXT);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
            graphics.drawString(title, MARGIN + AXIS, MARGIN + 14);
        }
        for (int row = 0; row < colorings.size(); row++) {
            int y = top + row * cellHeight;
            for (int column = 0; column < panels.size(); column++) {
                int x = MARGIN + AXIS + column * cellWidth;
                Panel panel = panels.get(column);
                graphics.setColor(TEXT);
                graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
                graphics.drawString(panel.title(), x, y + 16);
                new Scatter(panel, colorings.get(row), x, y + HEADER, PANEL).draw(graphics);
            }
            legends.get(row).draw(graphics, MARGIN + panels.size() * cellWidth, y + HEADER);
        }
        graphics.dispose();
        return image;
    }
}
