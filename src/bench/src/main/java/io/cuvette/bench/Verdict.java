package io.cuvette.bench;

import java.util.Locale;

/**
 * A figure against the goal that is set for it.
 *
 * @param goal as a reader wants it, with its unit
 */
record Verdict(String goal, boolean met) {

    static Verdict atLeast(double figure, double goal, String unit) {
        return new Verdict(text(">=", goal, unit), figure >= goal);
    }

    static Verdict atMost(double figure, double goal, String unit) {
        return new Verdict(text("<=", goal, unit), figure <= goal);
    }

    private static String text(String relation, double goal, String unit) {
        String number =
                goal == Math.rint(goal) && Math.abs(goal) >= 10
                        ? String.format(Locale.ROOT, "%,d", (long) goal)
                        : Double.toString(goal);
        return relation + " " + number + " " + unit;
    }
}
