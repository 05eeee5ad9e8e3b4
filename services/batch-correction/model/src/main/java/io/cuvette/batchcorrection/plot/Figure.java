package io.cuvette.batchcorrection.plot;

import io.cuvette.plot.Picture;
import io.cuvette.plot.Texts;
import java.awt.Graphics2D;
import java.util.List;

/**
 * A grid of scatter plots: one column a panel (for instance before and after correction), one row a
 * colouring (for instance batch and cell type) with one legend at its right.
 *
 * @param title over the grid; empty for none
 * @param panels columns; all of the same cells
 * @param colorings rows; of the same cells
 */
public record Figure(String title, List<Panel> panels, List<Coloring> colorings)
        implements Picture {
    private static final int PANEL = 380;
    private static final int MARGIN = 24;
    private static final int HEADER = 26;
    private static final int AXIS = 26;
    private static final int CELL_WIDTH = AXIS + PANEL + MARGIN;
    private static final int CELL_HEIGHT = HEADER + PANEL + AXIS + MARGIN / 2;

    private static final int MOST_PANELS = 8;

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

    @Override
    public int width() {
        return Layout.of(this).width;
    }

    @Override
    public int height() {
        return Layout.of(this).height;
    }

    @Override
    public void draw(Graphics2D graphics) {
        Layout layout = Layout.of(this);
        graphics.setColor(Texts.DARK);
        Texts.draw(
                graphics,
                Texts.clip(title, Texts.TITLE, layout.width - AXIS - 2.0 * MARGIN),
                Texts.TITLE,
                MARGIN + AXIS,
                MARGIN + 14,
                Texts.Align.LEFT);
        for (int row = 0; row < colorings.size(); row++) {
            int y = layout.top + row * CELL_HEIGHT;
            for (int column = 0; column < panels.size(); column++) {
                int x = MARGIN + AXIS + column * CELL_WIDTH;
                Panel panel = panels.get(column);
                graphics.setColor(Texts.DARK);
                Texts.draw(
                        graphics,
                        Texts.clip(panel.title(), Texts.HEADING, PANEL),
                        Texts.HEADING,
                        x,
                        y + 16,
                        Texts.Align.LEFT);
                new Scatter(panel, colorings.get(row), x, y + HEADER, PANEL).draw(graphics);
            }
            layout.legends.get(row).draw(graphics, MARGIN + panels.size() * CELL_WIDTH, y + HEADER);
        }
    }

    private record Layout(List<Legend> legends, int top, int width, int height) {

        static Layout of(Figure figure) {
            List<Legend> legends =
                    figure.colorings.stream()
                            .map(c -> new Legend(c, Scatter.isNumbered(c), PANEL))
                            .toList();
            int legendWidth = legends.stream().mapToInt(Legend::width).max().orElse(0);
            int top = MARGIN + (figure.title.isEmpty() ? 0 : 30);
            return new Layout(
                    legends,
                    top,
                    MARGIN + figure.panels.size() * CELL_WIDTH + legendWidth + MARGIN / 2,
                    top + figure.colorings.size() * CELL_HEIGHT + MARGIN / 2);
        }
    }
}
