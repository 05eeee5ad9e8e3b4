package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.harmony.HarmonySettings;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;

/** What Harmony cannot hold, told before a job is accepted and not by the job. */
final class HarmonyLimits {

    private HarmonyLimits() {}

    /**
     * Arrays that the fit would need and Java does not have.
     *
     * @param dimensions of the uncorrected cells
     * @param field setting that the dimensions come from
     */
    static List<Finding> exceeded(
            long cells, long dimensions, String field, long batches, HarmonySettings settings) {
        List<Finding> findings = new ArrayList<>();
        long clusters = settings.clustersFor((int) Math.min(cells, Integer.MAX_VALUE));
        if (cells * dimensions > Harmony.MOST_VALUES) {
            findings.add(
                    tooLarge(
                            field,
                            "%,d cells x %,d dimensions".formatted(cells, dimensions),
                            Harmony.MOST_VALUES / cells,
                            "dimensions"));
        }
        if (cells * clusters > Harmony.MOST_VALUES) {
            findings.add(
                    tooLarge(
                            "harmony.clusters",
                            "%,d cells x %,d clusters".formatted(cells, clusters),
                            Harmony.MOST_VALUES / cells,
                            "clusters"));
        } else if (batches * clusters * dimensions > Harmony.MOST_VALUES) {
            findings.add(
                    tooLarge(
                            "harmony.clusters",
                            "%,d batches x %,d clusters x %,d dimensions"
                                    .formatted(batches, clusters, dimensions),
                            Harmony.MOST_VALUES / (batches * dimensions),
                            "clusters"));
        }
        return findings;
    }

    private static Finding tooLarge(String field, String size, long most, String what) {
        return Finding.error(
                FindingCode.TOO_LARGE,
                field,
                "%s are more than Harmony can hold; ask for at most %,d %s"
                        .formatted(size, most, what));
    }
}
