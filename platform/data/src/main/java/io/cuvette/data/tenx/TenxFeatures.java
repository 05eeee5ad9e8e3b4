package io.cuvette.data.tenx;

import io.cuvette.data.Annotations;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.assembly.ColumnSelection;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Names;
import io.cuvette.data.h5ad.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a 10x matrix: genes and, from version 3 on, antibodies, guides and others.
 *
 * @param ids for instance {@code ENSG00000243485}
 * @param names symbols, for instance {@code MIR1302-2HG}; several features may share one
 * @param types for instance {@code Gene Expression}; empty for version 2, which has only genes
 * @param genomes for instance {@code GRCh38}; empty when the file does not tell
 */
record TenxFeatures(
        String[] ids, String[] names, Optional<String[]> types, Optional<String[]> genomes) {

    static final String GENES = "Gene Expression";

    int size() {
        return ids.length;
    }

    /** Rows of cells x all features. */
    @FunctionalInterface
    interface Counts {
        void forEachRow(RowSink sink) throws IOException;
    }

    /**
     * Keeps the genes, under their symbols made unique, as scanpy's readers name them; ids, types
     * and genomes become columns {@code gene_ids}, {@code feature_types}, {@code genome}.
     *
     * @param sinks take cells x genes
     * @throws DataException EMPTY
     */
    Annotations stream(Counts counts, PackedStrings barcodes, RowSinks sinks) throws IOException {
        List<Finding> findings = new ArrayList<>();
        int[] kept = genes(findings);
        if (barcodes.isEmpty()) {
            throw new DataException(FindingCode.EMPTY, "X", "The file has no cells.");
        }
        ColumnSelection genes = new ColumnSelection(size(), kept, sinks.open(kept.length));
        counts.forEachRow(genes);
        if (genes.storedValues() == 0) {
            throw new DataException(FindingCode.EMPTY, "X", "It holds only zeros.");
        }
        Frame obs =
                Frame.of(
                        Names.unique(
                                barcodes, FindingCode.DUPLICATE_CELL_NAMES, "barcodes", findings));
        return new Annotations(obs, var(kept, findings), findings);
    }

    private int[] genes(List<Finding> findings) throws DataException {
        int[] all = new int[size()];
        Arrays.setAll(all, i -> i);
        if (types.isEmpty()) {
            return requireSome(all);
        }
        Map<String, Integer> others = new TreeMap<>();
        for (String type : types.get()) {
            if (!type.equals(GENES)) {
                others.merge(type, 1, Integer::sum);
            }
        }
        others.forEach(
                (type, count) ->
                        findings.add(
                                Finding.info(
                                        FindingCode.UNSUPPORTED_FEATURE,
                                        "features",
                                        "%d features of type '%s' were left out."
                                                .formatted(count, Printable.text(type)))));
        return requireSome(Arrays.stream(all).filter(i -> types.get()[i].equals(GENES)).toArray());
    }

    private static int[] requireSome(int[] genes) throws DataException {
        if (genes.length == 0) {
            throw new DataException(
                    FindingCode.EMPTY,
                    "features",
                    "The file has no feature of type '%s'.".formatted(GENES));
        }
        return genes;
    }

    private Frame var(int[] kept, List<Finding> findings) {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("gene_ids", column(ids, kept));
        types.ifPresent(values -> columns.put("feature_types", column(values, kept)));
        genomes.ifPresent(values -> columns.put("genome", column(values, kept)));
        List<String> index =
                Names.unique(
                        Arrays.asList(select(names, kept)),
                        FindingCode.DUPLICATE_GENE_NAMES,
                        "features",
                        findings);
        return new Frame(index, columns);
    }

    private static String[] select(String[] values, int[] kept) {
        return Arrays.stream(kept).mapToObj(i -> values[i]).toArray(String[]::new);
    }

    private static Column column(String[] values, int[] kept) {
        return new Column.Strings(select(values, kept), new BitSet());
    }
}
