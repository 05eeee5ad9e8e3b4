package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorTableTest {

    @Test
    void aConstantRatioHasNoIntervalAndSeedsAreAveragedByReactor(@TempDir Path folder)
            throws Exception {
        ErrorTable first = new ErrorTable();
        first.add("plain", 0, 0, new double[] {1, 2, 4});
        first.add("model", 10, 1, new double[] {0.25, 0.5, 1});
        first.write(folder.resolve("product-X-1.csv"));
        ErrorTable second = new ErrorTable();
        second.add("model", 10, 2, new double[] {1, 2, 4});
        second.write(folder.resolve("product-X-2.csv"));

        ErrorTable both = ErrorTable.read(folder, "product-X");

        assertThat(both.arms()).containsExactly("plain", "model");
        assertThat(both.medians("model", 10)).containsExactly(0.5, 2);
        assertThat(both.medians("model", 5)).isEmpty();
        ErrorTable.Ratio ratio = both.ratio("model", "plain", 10);
        assertThat(ratio.mean()).isCloseTo(0.5, within(1e-12));
        assertThat(ratio.low()).isCloseTo(0.5, within(1e-12));
        assertThat(ratio.high()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void anIntervalCoversTheMeanOfReactorsThatDiffer() {
        ErrorTable table = new ErrorTable();
        double[] errors = new double[20];
        double[] ones = new double[20];
        for (int r = 0; r < 20; r++) {
            errors[r] = r % 2 == 0 ? 0.5 : 2;
            ones[r] = 1;
        }
        table.add("a", 1, 1, errors);
        table.add("b", 1, 0, ones);

        ErrorTable.Ratio ratio = table.ratio("a", "b", 1);

        assertThat(ratio.mean()).isCloseTo(1, within(1e-12));
        // mean of 20 signs times ln 2: 1.96 deviations of 0.155
        assertThat(ratio.low()).isCloseTo(Math.exp(-0.304), within(.05));
        assertThat(ratio.high()).isCloseTo(Math.exp(0.304), within(.07));
    }
}
