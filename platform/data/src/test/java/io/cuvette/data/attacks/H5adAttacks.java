package io.cuvette.data.attacks;

import static io.cuvette.data.attacks.H5adForgeries.CELLS;
import static io.cuvette.data.attacks.H5adForgeries.GENES;
import static io.cuvette.data.attacks.H5adForgeries.csr;
import static io.cuvette.data.attacks.H5adForgeries.deflate;
import static io.cuvette.data.attacks.H5adForgeries.forged;
import static io.cuvette.data.attacks.H5adForgeries.genes;
import static io.cuvette.data.attacks.H5adForgeries.ix;
import static io.cuvette.data.attacks.H5adForgeries.obs;
import static io.cuvette.data.attacks.H5adForgeries.ok;
import static io.cuvette.data.attacks.H5adForgeries.truncated;
import static io.cuvette.data.attacks.H5adForgeries.v;
import static io.cuvette.data.attacks.H5adForgeries.x;
import static io.cuvette.data.attacks.OversizedForgeries.chunk;
import static io.cuvette.data.attacks.OversizedForgeries.hugeData;
import static io.cuvette.data.attacks.OversizedForgeries.hugeDense;
import static io.cuvette.data.attacks.OversizedForgeries.hugeIndex;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Hostile {@code .h5ad} files: how each is made and what must be said about it. */
final class H5adAttacks {

    /** Makes one file. */
    @FunctionalInterface
    interface Writer {
        void write(Path file) throws IOException;
    }

    /**
     * @param expected code of the exception, or of a finding of the description
     */
    record Attack(String name, FindingCode expected, Writer writer) {}

    private H5adAttacks() {}

    static List<Attack> all() {
        return List.of(
                new Attack(
                        "empty-file", FindingCode.UNKNOWN_FORMAT, f -> Files.write(f, new byte[0])),
                new Attack("noise", FindingCode.UNKNOWN_FORMAT, H5adForgeries::noise),
                new Attack("other-hdf5", FindingCode.UNKNOWN_FORMAT, H5adForgeries::otherHdf5),
                new Attack("truncated-half", FindingCode.TRUNCATED, f -> truncated(f, 0.5)),
                new Attack("truncated-tail", FindingCode.TRUNCATED, f -> truncated(f, 0.99)),
                new Attack(
                        "truncated-superblock", FindingCode.CORRUPT, H5adForgeries::onlySignature),
                new Attack(
                        "lying-shape",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 4, 3000, ok(), ix(), v())),
                new Attack(
                        "shape-2^31",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 1L << 31, 3, ok(), ix(), v())),
                new Attack(
                        "shape-negative",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, -4, 3, ok(), ix(), v())),
                new Attack(
                        "indptr-decreases",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, 3, 1, 3, 5}, ix(), v())),
                new Attack(
                        "indptr-negative",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, -1, 3, 3, 5}, ix(), v())),
                new Attack(
                        "indptr-past-end",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, 1, 3, 3, 500}, ix(), v())),
                new Attack(
                        "indptr-ends-early",
                        FindingCode.INDPTR_NOT_MONOTONE,
                        f -> csr(f, 4, 3, new int[] {0, 1, 3, 3, 4}, ix(), v())),
                new Attack(
                        "indptr-short",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 4, 3, new int[] {0, 1, 5}, ix(), v())),
                new Attack(
                        "index-too-large",
                        FindingCode.INDEX_OUT_OF_RANGE,
                        f -> csr(f, 4, 3, ok(), new int[] {1, 0, 2, 0, 3}, v())),
                new Attack(
                        "index-negative",
                        FindingCode.INDEX_OUT_OF_RANGE,
                        f -> csr(f, 4, 3, ok(), new int[] {1, 0, -2, 0, 2}, v())),
                new Attack(
                        "data-shorter-than-indices",
                        FindingCode.SHAPE_MISMATCH,
                        f -> csr(f, 4, 3, ok(), ix(), new float[] {1, 2})),
                new Attack(
                        "code-out-of-range",
                        FindingCode.INDEX_OUT_OF_RANGE,
                        H5adForgeries::badCode),
                new Attack(
                        "column-missing",
                        FindingCode.CORRUPT,
                        f -> forged(f, g -> g.delete("obs/batch"))),
                new Attack(
                        "cells-2^31-without-data",
                        FindingCode.TOO_LARGE,
                        f -> hugeIndex(f, 1L << 31)),
                new Attack(
                        "cells-2^62-without-data",
                        FindingCode.TOO_LARGE,
                        f -> hugeIndex(f, 1L << 62)),
                new Attack(
                        "cells-4-million-without-data",
                        FindingCode.CORRUPT,
                        f -> hugeIndex(f, 4_000_000)),
                new Attack(
                        "cells-100000-without-data",
                        FindingCode.CORRUPT,
                        f -> hugeIndex(f, 100_000)),
                new Attack(
                        "values-2^31-without-data",
                        FindingCode.TOO_LARGE,
                        f -> hugeData(f, 1L << 31)),
                new Attack(
                        "values-10^9-without-data",
                        FindingCode.EXCEEDS_RESOURCES,
                        f -> hugeData(f, 1_000_000_000)),
                new Attack(
                        "dense-2^31-without-data",
                        FindingCode.SHAPE_MISMATCH,
                        f -> hugeDense(f, 1L << 31, 1L << 31, 1 << 10)),
                new Attack(
                        "tiny-chunks-without-data",
                        FindingCode.CORRUPT,
                        OversizedForgeries::tinyChunks),
                new Attack("huge-chunk", FindingCode.TOO_LARGE, OversizedForgeries::hugeChunk),
                new Attack(
                        "gzip-bomb-in-chunk",
                        FindingCode.DECOMPRESSION_BOMB,
                        OversizedForgeries::gzipBomb),
                new Attack(
                        "gzip-too-short",
                        FindingCode.CORRUPT,
                        f -> chunk(f, CELLS, GENES, deflate(8))),
                new Attack(
                        "gzip-damaged",
                        FindingCode.CORRUPT,
                        f -> chunk(f, CELLS, GENES, new byte[] {1, 2, 3, 4})),
                new Attack(
                        "ratio-bomb",
                        FindingCode.DECOMPRESSION_BOMB,
                        OversizedForgeries::ratioBomb),
                new Attack(
                        "unknown-filter",
                        FindingCode.UNSUPPORTED_FEATURE,
                        OversizedForgeries::unknownFilter),
                new Attack(
                        "external-link",
                        FindingCode.EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.externalLink("X", "other.h5", "X");
                                        })),
                new Attack(
                        "external-link-in-obs",
                        FindingCode.EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("obs/batch");
                                            g.externalLink("obs/batch", "/etc/passwd", "X");
                                        })),
                new Attack(
                        "external-storage",
                        FindingCode.EXTERNAL_REFERENCE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.externalStorage(
                                                    "X",
                                                    H5T_IEEE_F32LE_g(),
                                                    "/etc/passwd",
                                                    CELLS,
                                                    GENES);
                                        })),
                new Attack(
                        "soft-link-loop",
                        FindingCode.CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.softLink("X", "/Y");
                                            g.softLink("Y", "/X");
                                        })),
                new Attack(
                        "soft-link-to-itself-in-path",
                        FindingCode.CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.softLink("X", "/X/X");
                                        })),
                new Attack(
                        "soft-link-dangling",
                        FindingCode.CORRUPT,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.softLink("X", "../../../etc/passwd");
                                        })),
                new Attack(
                        "matrix-is-the-root",
                        FindingCode.UNSUPPORTED_FEATURE,
                        f ->
                                forged(
                                        f,
                                        g -> {
                                            g.delete("X");
                                            g.hardLink("X", "/");
                                        })),
                new Attack(
                        "chunk-index-cycle", FindingCode.CORRUPT, H5adForgeries::chunkIndexCycle),
                new Attack(
                        "strings-share-one-megabyte",
                        FindingCode.CORRUPT,
                        H5adForgeries::sharedString),
                new Attack("heap-address-outside", FindingCode.CORRUPT, H5adForgeries::wildString),
                new Attack(
                        "duplicate-genes",
                        FindingCode.DUPLICATE_GENE_NAMES,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(x(), obs(), Frame.of(List.of("g", "g", "h"))))),
                new Attack(
                        "duplicate-cells",
                        FindingCode.DUPLICATE_CELL_NAMES,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                x(),
                                                Frame.of(List.of("a", "b", "a", "a")),
                                                genes(GENES)))),
                new Attack("nan-batch", FindingCode.BATCH_NAN, H5adForgeries::nanBatch),
                new Attack(
                        "negative-counts",
                        FindingCode.NEGATIVE_VALUES,
                        f -> csr(f, 4, 3, ok(), ix(), new float[] {1, 2, -3, 4, 5})),
                new Attack(
                        "nan-values",
                        FindingCode.NON_FINITE_VALUES,
                        f ->
                                csr(
                                        f,
                                        4,
                                        3,
                                        ok(),
                                        ix(),
                                        new float[] {1, 2, Float.NaN, 4, Float.POSITIVE_INFINITY})),
                new Attack(
                        "no-cells",
                        FindingCode.EMPTY,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                new CsrMatrix(
                                                        0,
                                                        GENES,
                                                        new int[1],
                                                        new int[0],
                                                        new float[0]),
                                                Frame.of(List.of()),
                                                genes(GENES)))),
                new Attack(
                        "no-genes",
                        FindingCode.EMPTY,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                new CsrMatrix(
                                                        CELLS,
                                                        0,
                                                        new int[CELLS + 1],
                                                        new int[0],
                                                        new float[0]),
                                                obs(),
                                                Frame.of(List.of())))),
                new Attack(
                        "only-zeros",
                        FindingCode.EMPTY,
                        f ->
                                H5adWriter.write(
                                        f,
                                        AnnData.of(
                                                new DenseMatrix(
                                                        CELLS, GENES, new float[CELLS * GENES]),
                                                obs(),
                                                genes(GENES)))),
                new Attack("no-matrix", FindingCode.EMPTY, f -> forged(f, g -> g.delete("X"))));
    }
}
