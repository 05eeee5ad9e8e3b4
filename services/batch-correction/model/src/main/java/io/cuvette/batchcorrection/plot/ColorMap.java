package io.cuvette.batchcorrection.plot;

import java.awt.Color;

/** Colours of numbers from 0 to 1, between the published anchors in straight lines. */
public enum ColorMap {
    /** Of matplotlib: even in lightness, safe for colour-blind readers. */
    VIRIDIS(
            0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59,
            0xB4DE2C, 0xFDE725),
    /** Purple to green of ColorBrewer, 11 classes. */
    PRGN(
            0x40004B, 0x762A83, 0x9970AB, 0xC2A5CF, 0xE7D4E8, 0xF7F7F7, 0xD9F0D3, 0xA6DBA0,
            0x5AAE61, 0x1B7837, 0x00441B),
    /** Yellow, green, blue of ColorBrewer, 9 classes. */
    YLGNBU(
            0xFFFFD9, 0xEDF8B1, 0xC7E9B4, 0x7FCDBB, 0x41B6C4, 0x1D91C0, 0x225EA8, 0x253494,
            0x081D58);

    @SuppressWarnings("ImmutableEnumChecker") // written once, and nobody else has it
    private final int[] anchors;

    ColorMap(int... anchors) {
        this.anchors = anchors.clone();
    }

    /** Colour of a share; below 0 and above 1 that of the end. */
    public Color at(double share) {
        double position = Math.max(0, Math.min(1, share)) * (anchors.length - 1);
        int below = Math.min((int) position, anchors.length - 2);
        double rest = position - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = anchors[below] >> shift & 0xFF;
            int to = anchors[below + 1] >> shift & 0xFF;
            rgb = rgb << 8 | (int) Math.round(from + rest * (to - from));
        }
        return new Color(rgb);
    }
}
