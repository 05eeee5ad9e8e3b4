package io.cuvette.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text that is measured the same way whatever it is drawn on, and safe to write into XML. Names in
 * figures come from users' files.
 */
public final class Texts {
    public static final Color DARK = new Color(0x222222);
    public static final Color SOFT = new Color(0x555555);

    public static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    public static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    public static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    public static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    public static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 10);
    public static final Font SMALL_BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 10);

    /** Names come from users' files; nobody reads more of one in a figure. */
    private static final int MOST_CHARACTERS = 300;

    private static final char REPLACEMENT = '\uFFFD';
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    /** Which end of the text is at x. */
    public enum Align {
        LEFT(0),
        MIDDLE(0.5),
        RIGHT(1);

        private final double share;

        Align(double share) {
            this.share = share;
        }
    }

    private Texts() {}

    /**
     * In the present colour; nothing for a blank text.
     *
     * @param baseline y of the line that letters stand on
     */
    public static void draw(
            Graphics2D graphics, String text, Font font, double x, double baseline, Align align) {
        String cleaned = clean(text);
        if (cleaned.isBlank()) {
            return;
        }
        graphics.setFont(font);
        double left = x - align.share * measure(cleaned, font);
        graphics.drawString(cleaned, (float) left, (float) baseline);
    }

    /** With the middle of small letters at y. */
    public static void drawCentred(
            Graphics2D graphics, String text, Font font, double x, double y, Align align) {
        draw(graphics, text, font, x, y + 0.36 * font.getSize2D(), align);
    }

    /** Read from below upwards; {@code y} is where {@code align} puts the text along its line. */
    public static void drawUpright(
            Graphics2D graphics, String text, Font font, double baseline, double y, Align align) {
        AffineTransform upright = graphics.getTransform();
        graphics.translate(baseline, y);
        graphics.rotate(-Math.PI / 2);
        draw(graphics, text, font, 0, 0, align);
        graphics.setTransform(upright);
    }

    /** Units that the text takes. */
    public static double width(String text, Font font) {
        return measure(clean(text), font);
    }

    private static double measure(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, METRICS).getWidth();
    }

    /** The text, or as much of it as fits with an ellipsis. */
    public static String clip(String text, Font font, double width) {
        String cleaned = clean(text);
        if (!cleaned.isEmpty() && cleaned.isBlank()) {
            return "(blank)";
        }
        if (measure(cleaned, font) <= width) {
            return cleaned;
        }
        int fitting = 0;
        int tooMany = cleaned.codePointCount(0, cleaned.length());
        while (tooMany - fitting > 1) {
            int middle = (fitting + tooMany) / 2;
            if (measure(start(cleaned, middle) + "…", font) <= width) {
                fitting = middle;
            } else {
                tooMany = middle;
            }
        }
        return start(cleaned, Math.max(1, fitting)).stripTrailing() + "…";
    }

    private static String start(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    /** Lines broken at spaces; what does not fit the last line, or has no space, is clipped. */
    public static List<String> wrap(String text, Font font, double width, int mostLines) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : clean(text).strip().split(" +")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (line.isEmpty() || lines.size() == mostLines - 1 || width(longer, font) <= width) {
                line = longer;
            } else {
                lines.add(clip(line, font, width));
                line = word;
            }
        }
        lines.add(clip(line, font, width));
        return lines;
    }

    /**
     * Without characters that XML forbids or that make a reader see another text: control
     * characters, unpaired surrogates, non-characters and marks that reverse the direction.
     */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int taken = 0; at < text.length() && taken < MOST_CHARACTERS; taken++) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            out.appendCodePoint(Character.isWhitespace(point) ? ' ' : allowed(point));
        }
        return at < text.length() ? out.append('…').toString() : out.toString();
    }

    private static int allowed(int point) {
        boolean forbidden =
                switch (Character.getType(point)) {
                    case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
                    default -> isDirectionMark(point) || (point & 0xFFFE) == 0xFFFE;
                };
        return forbidden ? REPLACEMENT : point;
    }

    private static boolean isDirectionMark(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }

    /** A number with as many digits as say something: three, and no trailing zeros. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** White or dark, whichever reads better on the ground (relative luminance of WCAG 2). */
    public static Color on(Color ground) {
        double luminance =
                0.2126 * linear(ground.getRed())
                        + 0.7152 * linear(ground.getGreen())
                        + 0.0722 * linear(ground.getBlue());
        return luminance > 0.22 ? DARK : Color.WHITE;
    }

    private static double linear(int channel) {
        return Math.pow(channel / 255.0, 2.2);
    }
}
