package io.cuvette.data.delimited;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells names of genes from names of cells. */
final class GeneNames {

    /** Ensembl gene ids of any species, with or without version: ENSG..., ENSMUSG..., ENSDARG... */
    private static final Pattern ENSEMBL = Pattern.compile("ENS[A-Z]{0,6}G\\d{6,}(\\.\\d+)?");

    /** Sequence barcodes, with well, lane or sample beside them; numbered cells; plate wells. */
    private static final Pattern CELL =
            Pattern.compile(
                    "(.*[_.:#|/-])?[ACGTN]{8,}([_.:#|/-].*)?|(?i:.*cell[_.-]?\\d+.*)"
                            + "|(.*[_.-])?[A-P]([1-9]|1\\d|2[0-4])([_.-].*)?");

    /**
     * Genes that nearly every human or mouse table has, under one spelling (HGNC; MGI differs only
     * in case): ribosomal, mitochondrial and housekeeping.
     */
    private static final Pattern COMMON_SYMBOL =
            Pattern.compile(
                    "RP[LS]\\d+[AXYL]?|RPLP[012]|MT-(ND[1-6]L?|CO[123]|ATP[68]|CYB)|ACTB|ACTG1|GAPDH"
                            + "|MALAT1|B2M|EEF1A1|EEF2|TMSB4X|TMSB10|TPT1|FTL1?|FTH1|UBC|UBB|PGK1"
                            + "|LDHA|ENO1|HSP90AB1|HSPA8|CD3D|CD3E|CD4|CD8A|CD14|LYZ|MS4A1|NKG7"
                            + "|GNLY|PTPRC|VIM|KRT8|KRT18|EPCAM|XIST|MKI67|TUBA1B|STMN1|HMGB2");

    private static final int FEW_SYMBOLS = 2;
    private static final double MOST = 0.5;

    private GeneNames() {}

    static boolean isEnsembl(String name) {
        return ENSEMBL.matcher(name).matches();
    }

    /** Half of the names are Ensembl ids, or several are well-known symbols. */
    static boolean areGenes(List<String> names) {
        if (names.stream().filter(GeneNames::isEnsembl).count() > MOST * names.size()) {
            return true;
        }
        Set<String> common = new HashSet<>();
        for (String name : names) {
            String symbol = name.toUpperCase(Locale.ROOT);
            if (COMMON_SYMBOL.matcher(symbol).matches()) {
                common.add(symbol);
            }
        }
        return common.size() >= Math.min(FEW_SYMBOLS, names.size());
    }

    /** Most of the names are barcodes, wells or numbered cells. */
    static boolean areCells(List<String> names) {
        return names.stream()
                        .filter(name -> name.length() <= 128 && CELL.matcher(name).matches())
                        .count()
                > MOST * names.size();
    }
}
