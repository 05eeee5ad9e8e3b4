package io.cuvette.data.h5ad;

/** Text of a stranger's file, made fit for a message. */
public final class Printable {

    private static final int LONGEST = 64;

    private Printable() {}

    public static String text(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?");
        return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST) + "...";
    }
}
