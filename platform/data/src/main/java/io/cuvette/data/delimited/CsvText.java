package io.cuvette.data.delimited;

/** Text as a field of a CSV table that people open with a spreadsheet. */
public final class CsvText {

    /**
     * What makes a spreadsheet take a text for a formula, full-width forms included.
     *
     * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
     */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /** Separators of any locale, quotes and line ends: a field that holds one is quoted. */
    private static final String SPECIAL = ",;\t\"\r\n";

    private CsvText() {}

    /** The text, quoted where needed, with an apostrophe before what would be run as a formula. */
    public static String field(String text) {
        String safe = isFormula(text) ? "'" + text : text;
        boolean special = safe.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
        return special ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static boolean isFormula(String text) {
        // leading blanks do not keep a spreadsheet from seeing a formula
        String shown = text.stripLeading();
        return (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0)
                || (!shown.isEmpty() && FORMULA.indexOf(shown.charAt(0)) >= 0);
    }
}
