package io.cuvette.reactormodel.acceptance;

import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Judges what {@link ProductAcceptance} wrote by the specification's 8.B.1 and 8.B.2, and prints
 * the tables of the model's page. Fails where a bar is missed, after printing everything.
 */
class ProductVerdict {
    private static final List<String> PLAIN = List.of("persistence", "nominal ODE", "ridge");
    private static final int[] LEARNED_SHOTS = {5, 10, 20};

    /** Medians of Reptile's errors at 5, 10 and 20 runs. */
    private static final Map<ReactorType, double[]> TARGETS =
            Map.of(
                    ReactorType.CSTR, new double[] {.10, .022, .010},
                    ReactorType.BATCH, new double[] {.15, .07, .02},
                    ReactorType.PLUG_FLOW, new double[] {.11, .03, .011});

    private final SoftAssertions bars = new SoftAssertions();

    private static ErrorTable table(ReactorType type, MeasuredNode measured) throws IOException {
        return ErrorTable.read(Trained.FOLDER, "product-%s-%s-".formatted(type, measured));
    }

    @Test
    void judge() throws IOException {
        Map<String, ErrorTable> tables = new LinkedHashMap<>();
        for (ReactorType type : ReactorType.values()) {
            tables.put(type.name(), table(type, MeasuredNode.FIRST));
        }
        tables.put("PLUG_FLOW outlet", table(ReactorType.PLUG_FLOW, MeasuredNode.OUTLET));
        tables.forEach(ProductVerdict::print);
        for (ReactorType type : ReactorType.values()) {
            reptile(type, tables.get(type.name()));
        }
        tables.forEach(this::shipped);
        bars.assertAll();
    }

    private static void print(String name, ErrorTable table) {
        System.out.printf(
                "%n| %s | k=1 | 2 | 5 | 10 | 20 | 50 |%n|---|---|---|---|---|---|---|%n", name);
        for (String arm : table.arms()) {
            StringBuilder line = new StringBuilder("| " + arm + " |");
            for (int k : ProductAcceptance.SHOTS) {
                line.append(' ').append(cell(table.medians(arm, k))).append(" |");
            }
            System.out.println(line);
        }
    }

    /** Median of the seeds' medians, and their range where there are several. */
    private static String cell(double[] medians) {
        if (medians.length == 0) {
            return "";
        }
        String median = "%.2g".formatted(ErrorTable.median(medians));
        return medians.length == 1
                ? median
                : "%s (%.2g to %.2g)".formatted(median, medians[0], medians[medians.length - 1]);
    }

    /** 8.B.1. */
    private void reptile(ReactorType type, ErrorTable table) {
        for (int i = 0; i < LEARNED_SHOTS.length; i++) {
            int k = LEARNED_SHOTS[i];
            for (String other : List.of("scratch", "joint")) {
                ErrorTable.Ratio ratio = table.ratio("Reptile", other, k);
                System.out.printf("%s k=%d Reptile / %s: %s%n", type, k, other, ratio);
                bars.assertThat(ratio.high())
                        .as("%s, %d runs, Reptile / %s", type, k, other)
                        .isLessThan(1);
            }
            double median = ErrorTable.median(table.medians("Reptile", k));
            double target = TARGETS.get(type)[i];
            System.out.printf("%s k=%d Reptile median %.3g (%.3g)%n", type, k, median, target);
            bars.assertThat(median).as("%s, %d runs, Reptile", type, k).isLessThanOrEqualTo(target);
        }
    }

    /** 8.B.2. */
    private void shipped(String name, ErrorTable table) {
        for (int k : ProductAcceptance.SHOTS) {
            String best =
                    PLAIN.stream()
                            .min(
                                    (a, b) ->
                                            Double.compare(
                                                    table.medians(a, k)[0], table.medians(b, k)[0]))
                            .orElseThrow();
            ErrorTable.Ratio ratio = table.ratio("default", best, k);
            double[] worst =
                    Arrays.stream(table.seeds("default"))
                            .mapToDouble(
                                    seed ->
                                            Arrays.stream(table.errors("default", k, seed))
                                                    .max()
                                                    .orElseThrow())
                            .toArray();
            System.out.printf(
                    "%s k=%d default / %s: %s; worst reactor %.2g%n",
                    name, k, best, ratio, Arrays.stream(worst).max().orElseThrow());
            bars.assertThat(ratio.high()).as("%s, %d runs", name, k).isLessThanOrEqualTo(1);
            if (k == 10 && !name.equals(ReactorType.CSTR.name())) {
                bars.assertThat(ratio.high()).as("%s, %d runs", name, k).isLessThanOrEqualTo(.5);
            }
        }
    }
}
