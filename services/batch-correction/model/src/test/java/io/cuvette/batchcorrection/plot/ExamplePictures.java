package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.plot.BatchEffects.EffectInterval;
import io.cuvette.batchcorrection.plot.LossCurves.LossPanel;
import io.cuvette.batchcorrection.plot.LossCurves.Part;
import io.cuvette.batchcorrection.plot.LossCurves.Reference;
import io.cuvette.batchcorrection.plot.LossCurves.Series;
import io.cuvette.batchcorrection.plot.ScoreTable.ColumnGroup;
import io.cuvette.batchcorrection.plot.ScoreTable.Mark;
import io.cuvette.batchcorrection.plot.ScoreTable.MethodRow;
import io.cuvette.batchcorrection.plot.ScoreTable.Score;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.plot.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Every kind of figure with data as they come: few batches, many, and names meant to do harm. */
final class ExamplePictures {
    static final List<String> HOSTILE =
            List.of(
                    "<script>alert('batch')</script>",
                    "]]><!-- & \"quoted\" 'names' &amp; &#x0;",
                    "control \u0000\u0007\u001b[31m and \uD800 and \uFFFF",
                    "reversed \u202Egnp.exe\u202C and \u2066more\u2069",
                    "a very long name of a sample, ".repeat(40),
                    "日本語のバッチ 😀 naïve Ωmega",
                    "line\nbreak\tand tab",
                    "   ");

    private ExamplePictures() {}

    /** By a name that can be that of a file. */
    static Map<String, Picture> all() {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        pictures.put("scatter-5-batches", scatter(names("donor ", 5), 2_000, 2));
        pictures.put("scatter-147-batches", scatter(names("Heart donor ", 147), 10_000, 1));
        pictures.put("scatter-12-types", scatter(names("cell type ", 12), 3_000, 1));
        pictures.put("scatter-hostile", scatter(HOSTILE, 400, 1));
        pictures.put("losses-1", losses(1, "medl_plus").picture());
        pictures.put("losses-8", losses(8, "fe").picture());
        pictures.put("losses-hostile", losses(2, HOSTILE.get(0)).picture());
        pictures.put("scib-1", scores(names("medl_plus", 1), false).picture());
        pictures.put("scib-8", scores(methods(), false).picture());
        pictures.put("scib-8-intervals", scores(methods(), true).picture());
        pictures.put("scib-hostile", scores(HOSTILE, true).picture());
        pictures.put("heat-5-batches", heat(names("CEL-seq2 p", 5), 10, .61).picture());
        pictures.put("heat-147-batches", heat(names("Heart donor ", 147), 30, .82).picture());
        pictures.put("heat-hostile", heat(HOSTILE, 8, 52.3).picture());
        pictures.put("heat-1-batch", heat(names("only", 1), 1, .9).picture());
        pictures.put("effects-5-batches", effects(names("CEL-seq2 p", 5)).picture());
        pictures.put("effects-147-batches", effects(names("Heart donor ", 147)).picture());
        pictures.put("effects-1000-batches", effects(names("sample ", 1000)).picture());
        pictures.put("effects-hostile", effects(HOSTILE).picture());
        return pictures;
    }

    static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }

    private static List<String> methods() {
        return List.of("PCA", "AE", "FE", "FEC", "RE", "Harmony", "MEDL+", "FE + RE concatenated");
    }

    static Figure scatter(List<String> groups, int cells, int panels) {
        SplittableRandom random = new SplittableRandom(4);
        int[] codes = new int[cells];
        double[] x = new double[cells];
        double[] y = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            codes[cell] = random.nextInt(20) == 0 ? -1 : random.nextInt(groups.size());
            int island = random.nextInt(6);
            x[cell] = 6 * Math.cos(island) + random.nextGaussian() + 0.02 * codes[cell];
            y[cell] = 6 * Math.sin(island) + random.nextGaussian();
        }
        List<Panel> drawn = new ArrayList<>();
        for (int i = 0; i < panels; i++) {
            drawn.add(new Panel("panel " + groups.get(i), "UMAP 1", "UMAP 2", x, y));
        }
        return new Figure(
                "cells of " + groups.get(0),
                drawn,
                List.of(new Coloring(groups.get(0), new Grouping(groups, codes), true)));
    }

    static LossCurves losses(int panels, String method) {
        List<LossPanel> all = new ArrayList<>();
        for (int i = 0; i < panels; i++) {
            boolean adversary = i % 2 == 1;
            double[] train = new double[60];
            double[] validation = new double[60];
            SplittableRandom random = new SplittableRandom(i);
            for (int epoch = 0; epoch < 60; epoch++) {
                double noise = 1 + 0.04 * random.nextGaussian();
                double fall = Math.exp(-epoch / 8.0);
                train[epoch] =
                        adversary ? 0.9 + 0.6 * (1 - fall) * noise : 0.0014 + 0.9 * fall * noise;
                validation[epoch] = adversary ? train[epoch] * 1.04 : train[epoch] * 1.15 + 3e-4;
            }
            int[] epochs = IntStream.range(0, 60).toArray();
            all.add(
                    new LossPanel(
                            method + (adversary ? ", adversary" : ", reconstruction"),
                            adversary ? "cross entropy (nats)" : "mean squared error",
                            List.of(
                                    new Series("loss", Part.TRAIN, epochs, train),
                                    new Series("loss", Part.VALIDATION, epochs, validation)),
                            adversary ? List.of(Reference.confusion(5)) : List.of(),
                            OptionalInt.of(47),
                            i % 4 == 0 ? OptionalInt.of(59) : OptionalInt.empty()));
        }
        return new LossCurves("Losses of " + method, all);
    }

    static ScoreTable scores(List<String> methods, boolean intervals) {
        SplittableRandom random = new SplittableRandom(9);
        List<MethodRow> rows = new ArrayList<>();
        for (int m = 0; m < methods.size(); m++) {
            List<Score> scores = new ArrayList<>();
            double batch = 0;
            double bio = 0;
            for (int c = 0; c < 10; c++) {
                double value = Math.min(1, random.nextDouble() * 1.1);
                if (m == 4 && c < 2) {
                    // outside the scale
                    value = c == 0 ? -0.08 : 1.21;
                }
                batch += c < 5 ? value / 5 : 0;
                bio += c < 5 ? 0 : value / 5;
                boolean missing = m == 2 && c == 3;
                scores.add(missing ? Score.MISSING : score(value, intervals));
            }
            scores.add(score(batch, intervals));
            scores.add(score(bio, intervals));
            scores.add(m == 6 ? Score.MISSING : score(0.6 * bio + 0.4 * batch, intervals));
            rows.add(new MethodRow(methods.get(m), scores));
        }
        return new ScoreTable(
                "sc_mixology, " + methods.get(0),
                List.of(
                        new ColumnGroup(
                                "Batch correction",
                                Mark.CIRCLE,
                                List.of(
                                        "BRAS",
                                        "iLISI",
                                        "kBET (embedding)",
                                        "Graph connectivity",
                                        "PCR comparison")),
                        new ColumnGroup(
                                "Bio conservation",
                                Mark.CIRCLE,
                                List.of(
                                        "Isolated labels",
                                        "NMI (k-means)",
                                        "ARI (k-means)",
                                        "Label ASW",
                                        "cLISI")),
                        new ColumnGroup(
                                "Aggregate score",
                                Mark.BAR,
                                List.of("Batch correction", "Bio conservation", "Total"))),
                rows);
    }

    private static Score score(double value, boolean interval) {
        return interval ? Score.of(value, value - .02, value + .02) : Score.of(value);
    }

    static CounterfactualHeat heat(List<String> batches, int genes, double ratio) {
        SplittableRandom random = new SplittableRandom(6);
        double[][] projections = new double[batches.size()][2 * genes];
        boolean[] extrapolated = new boolean[batches.size()];
        for (int batch = 0; batch < batches.size(); batch++) {
            extrapolated[batch] = batch % 7 == 3;
            for (int gene = 0; gene < 2 * genes; gene++) {
                double spread = 0.05 * gene;
                projections[batch][gene] =
                        1 + (gene * 7 % 5) * 0.4 + spread * random.nextGaussian();
            }
        }
        List<String> names =
                genes == HOSTILE.size()
                        ? IntStream.range(0, 2 * genes).mapToObj(g -> HOSTILE.get(g / 2)).toList()
                        : names("ENSG0000013", 2 * genes);
        return CounterfactualHeat.ofMostVariable(
                batches.get(0) + ":ACGTTGCA-1",
                "medl_plus",
                "log1p",
                names,
                batches,
                projections,
                genes,
                Math.min(1, batches.size() - 1),
                extrapolated,
                Optional.of(new Validity(ratio, 1, .991, .774, 90, 30, 3)),
                true);
    }

    static BatchEffects effects(List<String> batches) {
        SplittableRandom random = new SplittableRandom(8);
        return new BatchEffects(
                batches.get(0).length() > 12 ? batches.get(0) : "FTL",
                "scaled expression",
                OptionalDouble.of(.137),
                batches.stream()
                        .map(
                                batch ->
                                        EffectInterval.ofNormal(
                                                batch,
                                                0.12 * random.nextGaussian(),
                                                0.02 + 0.06 * random.nextDouble()))
                        .toList());
    }
}
