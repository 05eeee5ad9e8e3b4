package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.preprocess.Grouping;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Groups with their markers in as many columns as the height asks for. */
final class Legend {
    static final int ROW_HEIGHT = 18;
    private static final int MARKER = 10;
    private static final int GAP = 14;
    private static final int MAX_COLUMNS = 3;
    private static final int MAX_NAME_WIDTH = 190;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 12);

    private final Coloring coloring;
    private final boolean numbered;
    private final List<Integer> shown;
    private final int rows;
    private final int left;
    private final int columnWidth;

    /**
     * @param height pixels there are; with more groups than fit, the largest are listed
     */
    Legend(Coloring coloring, boolean numbered, int height, Graphics2D graphics) {
        this.coloring = coloring;
        this.numbered = numbered;
        Grouping groups = coloring.groups();
        int fitting = Math.max(1, height / ROW_HEIGHT - 1);
        int number = groups.names().size();
        boolean missing = groups.missing() > 0;
        int needed = number + (missing ? 1 : 0);
        int capacity = fitting * MAX_COLUMNS;
        int[] counts = groups.counts();
        List<Integer> entries = new ArrayList<>();
        IntStream.range(0, number)
                .boxed()
                .sorted(Comparator.comparingInt((Integer g) -> -counts[g]))
                .limit(needed <= capacity ? number : capacity - (missing ? 2 : 1))
                .sorted()
                .forEach(entries::add);
        if (missing) {
            entries.add(-1);
        }
        shown = List.copyOf(entries);
        left = number - (entries.size() - (missing ? 1 : 0));
        int total = shown.size() + (left > 0 ? 1 : 0);
        int columns = (total + fitting - 1) / fitting;
        rows = (total + columns - 1) / columns;
        FontMetrics metrics = graphics.getFontMetrics(FONT);
        int widest = 0;
        for (int group : shown) {
            widest = Math.max(widest, metrics.stringWidth(clipped(name(group), metrics)));
        }
        if (left > 0) {
            widest = Math.max(widest, metrics.stringWidth(more()));
        }
        columnWidth = MARKER + 8 + widest + GAP;
    }

    int width() {
        int total = shown.size() + (left > 0 ? 1 : 0);
        return columnWidth * ((total + rows - 1) / rows);
    }

    void draw(Graphics2D graphics, int x, int y) {
        graphics.setFont(TITLE);
        graphics.setColor(Figure.TEXT);
        graphics.drawString(coloring.title(), x, y + 12);
        graphics.setFont(FONT);
        FontMetrics metrics = graphics.getFontMetrics();
        int groups = coloring.groups().names().size();
        for (int i = 0; i < shown.size() + (left > 0 ? 1 : 0); i++) {
            int entryX = x + i / rows * columnWidth;
            int entryY = y + (i % rows + 1) * ROW_HEIGHT + ROW_HEIGHT / 2;
            int textY = entryY + (metrics.getAscent() - metrics.getDescent()) / 2;
            graphics.setColor(Figure.TEXT);
            if (i == shown.size()) {
                graphics.drawString(more(), entryX, textY);
                continue;
            }
            int group = shown.get(i);
            graphics.drawString(clipped(name(group), metrics), entryX + MARKER + 8, textY);
            graphics.setColor(group < 0 ? Palette.MISSING : Palette.color(group, groups));
            int shape = group < 0 ? 0 : Palette.shape(group, groups);
            graphics.fill(Markers.at(shape, entryX + MARKER / 2.0, entryY, MARKER));
        }
    }

    private String name(int group) {
        if (group < 0) {
            return "(missing)";
        }
        String name = coloring.groups().names().get(group);
        return numbered ? (group + 1) + "  " + name : name;
    }

    private String more() {
        return "and " + left + " smaller";
    }

    private static String clipped(String name, FontMetrics metrics) {
        if (metrics.stringWidth(name) <= MAX_NAME_WIDTH) {
            return name;
        }
        int length = name.length();
        while (length > 1
                && metrics.stringWidth(name.substring(0, length) + "…") > MAX_NAME_WIDTH) {
            length--;
        }
        return name.substring(0, length) + "…";
    }
}
