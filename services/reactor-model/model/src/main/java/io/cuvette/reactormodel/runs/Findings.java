package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, counted in full and told up to a limit. */
final class Findings {
    static final int MOST = 50;

    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private int errorCount;
    private int warningCount;

    void error(FindingCode code, String field, String message) {
        errorCount++;
        if (errors.size() < MOST) {
            errors.add(Finding.error(code, field, message));
        }
    }

    void warning(FindingCode code, String field, String message) {
        warningCount++;
        if (warnings.size() < MOST) {
            warnings.add(Finding.warning(code, field, message));
        }
    }

    boolean stops() {
        return errorCount > 0;
    }

    /** Errors first. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>(errors);
        all.addAll(warnings);
        if (errorCount + warningCount <= MOST) {
            return all;
        }
        List<Finding> told = new ArrayList<>(all.subList(0, MOST - 1));
        String rest =
                "%d more findings are left out; mend these and read the file again."
                        .formatted(errorCount + warningCount - told.size());
        told.add(new Finding(worst(), all.get(MOST - 1).code(), "", rest));
        return told;
    }

    private Severity worst() {
        return errorCount >= MOST ? Severity.ERROR : Severity.WARNING;
    }
}
