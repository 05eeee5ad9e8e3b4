package io.cuvette.batchcorrection.genomap;

/**
 * A name as a field of a CSV table that people open with a spreadsheet: quoted where needed, with
 * an apostrophe before what would be run as a formula.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class CsvField {
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private static final String SPECIAL = ",;\t\"\r\n";

    private CsvField() {}

    static String of(String text) {
        String shown = text.stripLeading();
        boolean formula = startsFormula(text) || startsFormula(shown);
        String safe = formula ? "'" + text : text;
        boolean special = safe.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
        return special ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static boolean startsFormula(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    }
}
