package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.plot.Markers;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Texts;
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

    private final Coloring coloring;
    private final boolean numbered;
    private final List<Integer> shown;
    private final int rows;
    private final int left;
    private final int columnWidth;

    /**
     * @param height pixels there are; with more groups than fit, the largest are listed
     */
    Legend(Coloring coloring, boolean numbered, int height) {
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
        double widest = Texts.width(title(), Texts.BOLD) / columns;
        for (int group : shown) {
            widest = Math.max(widest, Texts.width(entry(group), Texts.PLAIN));
        }
        if (left > 0) {
            widest = Math.max(widest, Texts.width(more(), Texts.PLAIN));
        }
        columnWidth = MARKER + 8 + (int) Math.ceil(widest) + GAP;
    }

    int width() {
        int total = shown.size() + (left > 0 ? 1 : 0);
        return columnWidth * ((total + rows - 1) / rows);
    }

    void draw(Graphics2D graphics, int x, int y) {
        graphics.setColor(Texts.DARK);
        Texts.draw(graphics, title(), Texts.BOLD, x, y + 12, Texts.Align.LEFT);
        int groups = coloring.groups().names().size();
        for (int i = 0; i < shown.size() + (left > 0 ? 1 : 0); i++) {
            int entryX = x + i / rows * columnWidth;
            int entryY = y + (i % rows + 1) * ROW_HEIGHT + ROW_HEIGHT / 2;
            graphics.setColor(Texts.DARK);
            if (i == shown.size()) {
                Texts.drawCentred(graphics, more(), Texts.PLAIN, entryX, entryY, Texts.Align.LEFT);
                continue;
            }
            int group = shown.get(i);
            Texts.drawCentred(
                    graphics,
                    entry(group),
                    Texts.PLAIN,
                    entryX + MARKER + 8,
                    entryY,
                    Texts.Align.LEFT);
            graphics.setColor(group < 0 ? Palette.MISSING : Palette.color(group, groups));
            int shape = group < 0 ? 0 : Palette.shape(group, groups);
            graphics.fill(Markers.at(shape, entryX + MARKER / 2.0, entryY, MARKER));
        }
    }

    private String title() {
        return Texts.clip(coloring.title(), Texts.BOLD, MAX_NAME_WIDTH);
    }

    private String entry(int group) {
        return Texts.clip(name(group), Texts.PLAIN, MAX_NAME_WIDTH);
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
}
