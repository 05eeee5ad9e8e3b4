package io.cuvette.batchcorrection.genomap;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** Names of users' files in figures: measured the same way for every file, and safe in XML. */
final class FigureText {
    static final Color DARK = new Color(0x222222);
    static final Color SOFT = new Color(0x666666);
    static final Color RED = new Color(0xE00000);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 9);
    static final Font SMALL_BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 9);

    private static final int MOST_CHARACTERS = 300;
    private static final int REPLACEMENT = 0xFFFD;
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private FigureText() {}

    static void draw(
            Graphics2D graphics, String text, Font font, Color color, double x, double baseline) {
        if (!text.isBlank()) {
            graphics.setFont(font);
            graphics.setColor(color);
            graphics.drawString(text, (float) x, (float) baseline);
        }
    }

    static double width(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, METRICS).getWidth();
    }

    /** The cleaned text, or as much of it as fits with an ellipsis. */
    static String clip(String text, Font font, double width) {
        String cleaned = clean(text);
        if (width(cleaned, font) <= width) {
            return cleaned;
        }
        int kept = cleaned.codePointCount(0, cleaned.length());
        while (kept > 1 && width(start(cleaned, kept) + "…", font) > width) {
            kept--;
        }
        return start(cleaned, kept).stripTrailing() + "…";
    }

    private static String start(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    /** Lines of a text, broken where it breaks and at spaces; the last one is clipped. */
    static List<String> wrap(String text, Font font, double width, int mostLines) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.strip().split("\\R", mostLines)) {
            String line = "";
            for (String word : clean(paragraph).strip().split(" +", -1)) {
                String longer = line.isEmpty() ? word : line + " " + word;
                boolean last = lines.size() >= mostLines - 1;
                if (line.isEmpty() || last || width(longer, font) <= width) {
                    line = longer;
                } else {
                    lines.add(clip(line, font, width));
                    line = word;
                }
            }
            if (!line.isEmpty() && lines.size() < mostLines) {
                lines.add(clip(line, font, width));
            }
        }
        return lines;
    }

    /**
     * Without characters that XML forbids or that make a reader see another text: control
     * characters, unpaired surrogates, non-characters and marks of direction.
     */
    static String clean(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(MOST_CHARACTERS)
                .map(point -> Character.isWhitespace(point) ? ' ' : allowed(point))
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static int allowed(int point) {
        boolean direction =
                (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        boolean forbidden =
                Character.getType(point) == Character.CONTROL
                        || Character.getType(point) == Character.SURROGATE
                        || (point & 0xFFFE) == 0xFFFE;
        return direction || forbidden ? REPLACEMENT : point;
    }
}
