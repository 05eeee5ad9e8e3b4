package io.cuvette.data.tenx;

import io.cuvette.data.Annotations;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.archive.Archives;
import io.cuvette.data.archive.Archives.Member;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.delimited.FieldReader;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.BoundedNames;
import io.cuvette.data.h5ad.Printable;
import io.cuvette.data.hdf5.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the matrix folder of Cell Ranger, packed as zip, tar or tar.gz: {@code matrix.mtx}, {@code
 * barcodes.tsv} and {@code features.tsv} (version 3) or {@code genes.tsv} (version 2), each plain
 * or gzipped, in any folder and order, with a prefix such as GEO's. Members are streamed; of a
 * large matrix the values wait in a scratch file.
 */
public final class TenxMtxReader {

    private static final Pattern PART =
            Pattern.compile(
                    "(?:.*[/_.-])?(matrix\\.mtx|barcodes\\.tsv|features\\.tsv|genes\\.tsv)(?:\\.gz)?");

    /** Files that macOS adds when it packs a folder. */
    private static final Pattern MACOS = Pattern.compile("(?:.*/)?(?:__MACOSX/.*|\\._[^/]*)");

    /** Object header, fields, array header and the reference of a String. */
    private static final long BYTES_A_STRING = 64;

    private final ReadLimits limits;
    private final CoordinateFile entries;
    private Optional<MatrixMarketReader.Size> matrix = Optional.empty();
    private Optional<PackedStrings> barcodes = Optional.empty();
    private Optional<List<String[]>> features = Optional.empty();

    private TenxMtxReader(ReadLimits limits, CoordinateFile entries) {
        this.limits = limits;
        this.entries = entries;
    }

    /** Whether an entry of this name makes an archive a matrix folder. */
    public static boolean isMatrix(String entry) {
        return part(entry).filter("matrix.mtx"::equals).isPresent();
    }

    private static Optional<String> part(String entry) {
        Matcher part = PART.matcher(entry);
        return part.matches() && !MACOS.matcher(entry).matches()
                ? Optional.of(part.group(1))
                : Optional.empty();
    }

    /**
     * Hands the features of type "Gene Expression" to a sink, a row a cell; the number of others is
     * a finding. Memory does not grow with the matrix.
     *
     * @param sinks makes the sink once the number of genes is known
     * @throws DataException UNKNOWN_FORMAT when a part is missing; UNSUPPORTED_FEATURE for several
     *     matrices; SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, TRUNCATED, CORRUPT, TOO_LARGE, EMPTY,
     *     UNSAFE_ARCHIVE_ENTRY, DECOMPRESSION_BOMB, EXCEEDS_RESOURCES
     */
    public static Annotations stream(Path archive, ReadOptions options, RowSinks sinks)
            throws IOException {
        try (CoordinateFile entries = new CoordinateFile(options.scratch(), options.limits())) {
            return stream(archive, options.limits(), entries, sinks);
        }
    }

    static Annotations stream(
            Path archive, ReadLimits limits, CoordinateFile entries, RowSinks sinks)
            throws IOException {
        TenxMtxReader reader = new TenxMtxReader(limits, entries);
        Archives.walk(archive, limits, reader::visit);
        return reader.stream(sinks);
    }

    private boolean visit(Member member) throws IOException {
        Optional<String> part = part(member.name());
        if (part.isEmpty()) {
            return true;
        }
        switch (part.get()) {
            case "matrix.mtx" -> {
                requireFirst(matrix, member);
                try (InputStream in = member.open()) {
                    matrix =
                            Optional.of(MatrixMarketReader.read("matrix.mtx", in, limits, entries));
                }
            }
            case "barcodes.tsv" -> {
                requireFirst(barcodes, member);
                BoundedNames names = new BoundedNames("barcodes.tsv", limits.maxCells());
                forEachLine(member, "barcodes.tsv", 1, line -> names.add(line.get(0)));
                barcodes = Optional.of(names.build());
            }
            default -> {
                requireFirst(features, member);
                features = Optional.of(features(member, part.get()));
            }
        }
        return true;
    }

    private static void requireFirst(Optional<?> part, Member member) throws DataException {
        if (part.isPresent()) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    Printable.text(member.name()),
                    "The archive holds more than one matrix folder. Pack the one to be read.");
        }
    }

    private List<String[]> features(Member member, String field) throws IOException {
        List<String[]> lines = new ArrayList<>();
        long[] bytes = {0};
        forEachLine(
                member,
                field,
                2,
                line -> {
                    if (lines.size() == limits.maxGenes()) {
                        throw new DataException(
                                FindingCode.TOO_LARGE,
                                field,
                                "It has more than %d lines.".formatted(limits.maxGenes()));
                    }
                    List<String> known = line.subList(0, Math.min(3, line.size()));
                    known.forEach(text -> bytes[0] += BYTES_A_STRING + text.length());
                    Memory.require(bytes[0], field);
                    lines.add(known.toArray(String[]::new));
                });
        return lines;
    }

    /** Takes the fields of one line. */
    private interface LineSink {
        void accept(List<String> line) throws IOException;
    }

    private static void forEachLine(Member member, String field, int leastFields, LineSink sink)
            throws IOException {
        try (FieldReader fields = new FieldReader(member.open(), '\t')) {
            while (fields.next()) {
                List<String> line = new ArrayList<>(List.of(fields.text()));
                while (!fields.endsRecord()) {
                    fields.next();
                    line.add(fields.text());
                    if (line.size() > 64) {
                        throw new DataException(
                                FindingCode.CORRUPT, field, "A line has more than 64 fields.");
                    }
                }
                if (line.size() < leastFields) {
                    throw new DataException(
                            FindingCode.CORRUPT,
                            field,
                            "A line has fewer than %d fields.".formatted(leastFields));
                }
                sink.accept(line);
            }
        }
    }

    private Annotations stream(RowSinks sinks) throws IOException {
        MatrixMarketReader.Size size = require(matrix, "matrix.mtx");
        PackedStrings cells = require(barcodes, "barcodes.tsv");
        List<String[]> genes = require(features, "features.tsv or genes.tsv");
        requireCount("barcodes.tsv", cells.size(), size.cells());
        requireCount("features.tsv", genes.size(), size.genes());
        boolean typed = !genes.isEmpty() && genes.stream().allMatch(line -> line.length >= 3);
        TenxFeatures read =
                new TenxFeatures(
                        field(genes, 0),
                        field(genes, 1),
                        typed ? Optional.of(field(genes, 2)) : Optional.empty(),
                        Optional.empty());
        return read.stream(
                sink -> entries.forEachRow(size.cells(), size.genes(), sink), cells, sinks);
    }

    private static String[] field(List<String[]> lines, int position) {
        return lines.stream().map(line -> line[position]).toArray(String[]::new);
    }

    private static <T> T require(Optional<T> part, String name) throws DataException {
        return part.orElseThrow(
                () ->
                        new DataException(
                                FindingCode.UNKNOWN_FORMAT,
                                name,
                                "The archive is no 10x matrix folder: %s is missing."
                                        .formatted(name)));
    }

    private static void requireCount(String field, int lines, int declared) throws DataException {
        if (lines != declared) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    field,
                    "It has %d lines, the matrix declares %d.".formatted(lines, declared));
        }
    }
}
