package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.Optional;

/**
 * What the values of a matrix look like; logged and scaled values betray themselves.
 *
 * @param finite no value is NaN or infinite
 * @param whole all values are whole numbers
 * @param smallest at most 0, which a sparse matrix does not store
 * @param largest at least 0
 */
public record ValueRange(boolean finite, boolean whole, double smallest, double largest) {

    /** ln(1 + largest plausible normalised count) and log2 of it stay below this. */
    private static final double LARGEST_LOGGED = 25;

    /** Takes values one by one. */
    public static final class Scan {
        private boolean finite = true;
        private boolean whole = true;
        private float smallest;
        private float largest;

        public void add(float value) {
            finite &= Float.isFinite(value);
            whole &= value == Math.rint(value);
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }

        /** Of the values so far. */
        public ValueRange range() {
            return new ValueRange(finite, whole, smallest, largest);
        }
    }

    /** What speaks against raw counts; empty when nothing does. */
    public Optional<Finding> judge() {
        if (!finite) {
            return error(
                    FindingCode.NON_FINITE_VALUES,
                    "the matrix holds NaN or infinite values; give raw counts");
        }
        if (smallest < 0 && whole) {
            return error(
                    FindingCode.NEGATIVE_VALUES,
                    "the matrix holds negative numbers down to %.0f; give raw counts"
                            .formatted(smallest));
        }
        if (smallest < 0) {
            return error(
                    FindingCode.LOOKS_SCALED,
                    ("values run from %.3g to %.3g and are not whole: they look centred or"
                                    + " scaled; give raw counts, perhaps from a layer")
                            .formatted(smallest, largest));
        }
        if (whole) {
            return Optional.empty();
        }
        if (largest <= 1) {
            return error(
                    FindingCode.LOOKS_SCALED,
                    "all values lie in [0, 1] and are not whole: they look scaled; give raw counts,"
                            + " perhaps from a layer");
        }
        if (largest <= LARGEST_LOGGED) {
            return error(
                    FindingCode.LOOKS_LOGGED,
                    ("no value exceeds %.3g and they are not whole: they look log-transformed; give"
                                    + " raw counts, perhaps from a layer")
                            .formatted(largest));
        }
        return Optional.of(
                Finding.warning(
                        FindingCode.LOOKS_SCALED,
                        "X",
                        "values are not whole, as normalised or corrected counts are not; library"
                                + " sizes and scaling expect raw counts"));
    }

    private static Optional<Finding> error(FindingCode code, String message) {
        return Optional.of(Finding.error(code, "X", message));
    }
}
