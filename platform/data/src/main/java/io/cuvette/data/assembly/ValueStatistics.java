package io.cuvette.data.assembly;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;

/** What the values of a matrix look like, from one pass over them. */
public final class ValueStatistics {

    /** Logarithms of counts stay below this; ln(1 + 10^12) is 27.6. */
    private static final float LARGEST_LOGARITHM = 30;

    private long count;
    private long fractions;
    private long negatives;
    private long nonFinite;
    private float largest = Float.NEGATIVE_INFINITY;

    public void add(float value) {
        count++;
        if (!Float.isFinite(value)) {
            nonFinite++;
            return;
        }
        fractions += value != Math.rint(value) ? 1 : 0;
        negatives += value < 0 ? 1 : 0;
        largest = Math.max(largest, value);
    }

    public void add(float[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            add(values[i]);
        }
    }

    /** Number of values added. */
    public long count() {
        return count;
    }

    /** Whether all values are whole numbers, as counts are. */
    public boolean integers() {
        return count > 0 && fractions == 0 && nonFinite == 0;
    }

    /** EMPTY, NON_FINITE_VALUES, LOOKS_SCALED, NEGATIVE_VALUES, LOOKS_LOGGED. */
    public List<Finding> findings(String field) {
        List<Finding> findings = new ArrayList<>();
        if (count == 0) {
            findings.add(Finding.error(FindingCode.EMPTY, field, "It holds only zeros."));
            return findings;
        }
        if (nonFinite > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.NON_FINITE_VALUES,
                            field,
                            "%d values are NaN or infinite.".formatted(nonFinite)));
        }
        if (negatives > 0 && fractions > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.LOOKS_SCALED,
                            field,
                            "It has %d negative values and fractions, as scaled data; counts may"
                                            .formatted(negatives)
                                    + " lie in a layer or in raw."));
        } else if (negatives > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.NEGATIVE_VALUES,
                            field,
                            "%d values are negative; counts never are.".formatted(negatives)));
        } else if (fractions > 0 && largest < LARGEST_LOGARITHM) {
            findings.add(
                    Finding.warning(
                            FindingCode.LOOKS_LOGGED,
                            field,
                            "It has fractions and no value above %.1f, as logarithms of counts;"
                                            .formatted(largest)
                                    + " counts may lie in a layer or in raw."));
        }
        return findings;
    }
}
