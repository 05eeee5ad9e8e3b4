package io.cuvette.plot;

import java.awt.Color;

/**
 * Colours that people with colour-vision deficiency can tell apart, and marker shapes as a second
 * channel where colours alone do not suffice.
 */
public final class Palette {

    /** Okabe and Ito 2008, yellow darkened for a white ground. */
    private static final int[] FEW = {
        0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x8C7A00, 0x4D4D4D
    };

    /** After Krzywinski's 15 colours for colour blindness, without its pale and its close ones. */
    private static final int[] MANY = {
        0x009FFA, 0xF60239, 0x008607, 0x9400E6, 0xE0B400, 0x003C86, 0xFF71FD, 0x00C8A0, 0x6A0213,
        0x5CB800, 0xC65900, 0x4D4D4D
    };

    public static final Color MISSING = new Color(0xC8C8C8);
    public static final int SHAPES = 4;

    private Palette() {}

    public static Color color(int code, int groups) {
        int[] colors = groups <= FEW.length ? FEW : MANY;
        return new Color(colors[code % colors.length]);
    }

    /** 0 is a disc; further shapes only where colours repeat. */
    public static int shape(int code, int groups) {
        return groups <= FEW.length ? 0 : code / MANY.length % SHAPES;
    }
}
