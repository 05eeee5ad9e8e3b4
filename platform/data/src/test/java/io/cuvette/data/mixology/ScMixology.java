package io.cuvette.data.mixology;

import io.cuvette.data.DatasetReader;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.AnnDataConcat;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.delimited.CellTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Five libraries of five human cell lines (Tian et al., Nature Methods 16:479, 2019), joined: 1,408
 * cells x 11,533 genes, raw counts, {@code obs} columns {@code batch} (the library) and {@code
 * cell_line} (by genotype), both categorical.
 */
public final class ScMixology {

    /** The libraries, which are the batches, in the order of the joined dataset. */
    public static final List<String> LIBRARIES =
            List.of(
                    "sc_celseq2",
                    "sc_dropseq",
                    "sc_celseq2_5cl_p1",
                    "sc_celseq2_5cl_p2",
                    "sc_celseq2_5cl_p3");

    private ScMixology() {}

    /**
     * The folder of shared data beside the repository, when it is there.
     *
     * @return a folder that holds {@code sc_mixology}
     */
    public static Optional<Path> findSharedData() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            for (Path data :
                    List.of(folder.resolve("../shared/data"), folder.resolve("shared/data"))) {
                if (Files.isDirectory(data.resolve("sc_mixology"))) {
                    return Optional.of(data.normalize());
                }
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /**
     * @param sharedData holds the folder {@code sc_mixology}
     */
    public static AnnData load(Path sharedData) throws IOException {
        Map<String, AnnData> libraries = new LinkedHashMap<>();
        for (String library : LIBRARIES) {
            libraries.put(library, loadLibrary(sharedData, library));
        }
        AnnData joined = AnnDataConcat.innerJoin(libraries, "batch");
        return new AnnData(
                joined.x(),
                joined.obs().with("cell_line", categorical(joined.obs(), "cell_line")),
                joined.var(),
                joined.layers(),
                joined.obsm());
    }

    /** One library, genes as they are, with {@code cell_line} as text. */
    public static AnnData loadLibrary(Path sharedData, String library) throws IOException {
        Path folder = sharedData.resolve("sc_mixology");
        AnnData counts =
                DatasetReader.read(
                        folder.resolve(library + ".count.csv.gz"),
                        new ReadOptions(
                                Orientation.GENES_BY_CELLS,
                                Path.of(System.getProperty("java.io.tmpdir")),
                                ReadLimits.DEFAULT));
        Frame metadata =
                CellTableReader.read(
                        folder.resolve(library + ".metadata.csv.gz"), ReadLimits.DEFAULT);
        Column line = metadata.column("cell_line_demuxlet").orElseThrow();
        Frame lines = new Frame(metadata.index(), Map.of("cell_line", line));
        return CellTableReader.join(counts, lines);
    }

    private static Column categorical(Frame obs, String name) {
        Column texts = obs.column(name).orElseThrow();
        TreeSet<String> distinct = new TreeSet<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.isMissing(i)) {
                distinct.add(texts.text(i));
            }
        }
        List<String> categories = List.copyOf(distinct);
        int[] codes = new int[texts.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = texts.isMissing(i) ? -1 : categories.indexOf(texts.text(i));
        }
        return new Column.Categorical(codes, categories, false);
    }
}
