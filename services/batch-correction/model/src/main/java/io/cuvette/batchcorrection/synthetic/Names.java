package io.cuvette.batchcorrection.synthetic;

import io.cuvette.data.anndata.PackedStrings;
import java.util.List;

/** Names of what is simulated. */
final class Names {
    private Names() {}

    /** prefix01, prefix02, ...: padded, so that sorting keeps the order. */
    static List<String> numbered(String prefix, int number) {
        int digits = Integer.toString(number).length();
        PackedStrings.Builder names = new PackedStrings.Builder();
        for (int i = 1; i <= number; i++) {
            String text = Integer.toString(i);
            names.add(prefix + "0".repeat(digits - text.length()) + text);
        }
        return names.build();
    }
}
