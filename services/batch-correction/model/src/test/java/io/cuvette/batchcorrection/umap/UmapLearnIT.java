package io.cuvette.batchcorrection.umap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.batchcorrection.SharedData;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.PreprocessingSettings;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts beside those of umap-learn, of the same cells, in this run. */
class UmapLearnIT {

    private static final int NEIGHBORS = 15;

    @TempDir private Path folder;

    private record Quality(double trustworthiness, double kept) {}

    @Test
    void layoutsOfScMixologyAreAsTrueAsThoseOfUmapLearn() throws Exception {
        AnnData data = SharedData.scMixology();
        CsrMatrix counts = (CsrMatrix) data.x();
        CountProfile profile = CountProfile.of(counts);
        PreprocessingSettings settings =
                PreprocessingSettings.DEFAULT.withHighlyVariableGenes(1024);
        int[] cells = profile.cellsWithGenes(settings.minGenesPerCell());
        CsrMatrix scaled =
                PreprocessingFit.fit(
                                counts, profile.librarySizes(), data.var().index(), cells, settings)
                        .apply(counts, data.var().index())
                        .scaled();
        compare("sc_mixology, PCA 50", Pca.fit(scaled, 50).transform(scaled));
    }

    @Test
    void layoutsOfIslandsWithGradientsAreAsTrueAsThoseOfUmapLearn() throws Exception {
        SplittableRandom random = new SplittableRandom(12);
        double[] values = new double[1_500 * 20];
        for (int cell = 0; cell < 1_500; cell++) {
            int island = cell % 6;
            double along = random.nextDouble() * 8;
            for (int d = 0; d < 20; d++) {
                double center = 6 * Math.cos(island * (d + 1));
                values[20 * cell + d] =
                        center + along * Math.sin(d + island) + random.nextGaussian();
            }
        }
        compare("six islands", new Embedding(1_500, 20, values));
    }

    private void compare(String name, Embedding cells) throws Exception {
        Quality theirs = umapLearn(cells);
        double trust = 0;
        double kept = 0;
        for (int seed = 0; seed < 3; seed++) {
            Embedding plane = Umap.fit(cells, UmapSettings.DEFAULT, seed);
            trust += LayoutQuality.trustworthiness(cells, plane, NEIGHBORS) / 3;
            kept += LayoutQuality.neighborsKept(cells, plane, NEIGHBORS) / 3;
        }
        System.out.printf(
                "%s: trustworthiness %.4f (umap-learn %.4f), neighbours kept %.4f (%.4f)%n",
                name, trust, theirs.trustworthiness(), kept, theirs.kept());
        assertThat(trust).isGreaterThan(theirs.trustworthiness() - 0.01);
        assertThat(kept).isGreaterThan(theirs.kept() - 0.01);
    }

    private Quality umapLearn(Embedding cells) throws IOException, InterruptedException {
        Path script = folder.resolve("umap_peer.py");
        try (InputStream in = UmapLearnIT.class.getResourceAsStream("/oracles/umap_peer.py")) {
            Files.write(script, in.readAllBytes());
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(cells.values().length * Double.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(cells.values());
        Path file = Files.write(folder.resolve("cells"), bytes.array());
        String python =
                Optional.ofNullable(System.getenv("CUVETTE_PYTHON")).orElse("/usr/bin/python3");
        assumeTrue(
                Files.isExecutable(Path.of(python)),
                "no Python at " + python + "; name one with umap-learn by CUVETTE_PYTHON");
        Process process =
                new ProcessBuilder(
                                python,
                                script.toString(),
                                file.toString(),
                                Integer.toString(cells.cells()),
                                Integer.toString(cells.dimensions()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        int status = process.waitFor();
        assumeTrue(!lines.isEmpty(), "no umap-learn here: install python3 umap-learn");
        assertThat(status).isZero();
        double trust = 0;
        double kept = 0;
        for (String line : lines.subList(1, 4)) {
            String[] numbers = line.split(" ", -1);
            trust += Double.parseDouble(numbers[0]) / 3;
            kept += Double.parseDouble(numbers[1]) / 3;
        }
        return new Quality(trust, kept);
    }
}
