package io.cuvette.data;

import io.cuvette.data.archive.Archives;
import io.cuvette.data.archive.Container;
import io.cuvette.data.archive.ExpandedStreams;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5File;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.tenx.TenxH5Reader;
import io.cuvette.data.tenx.TenxMtxReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells formats by what is in the file; names and extensions do not count. */
final class FormatSniffer {
    private static final int HEAD_BYTES = 1 << 13;
    private static final byte[] R_DATA = "RDX".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] R_SERIAL = "X\n\0\0".getBytes(StandardCharsets.US_ASCII);

    private FormatSniffer() {}

    /**
     * @throws DataException UNKNOWN_FORMAT, saying what the file is when that is known; EMPTY; or
     *     what is wrong with the archive or HDF5 file
     */
    static DatasetFormat sniff(Path file, ReadLimits limits) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(Container.HEAD_BYTES);
        }
        if (start.length == 0) {
            throw new DataException(FindingCode.EMPTY, "", "The file is empty.");
        }
        if (Hdf5File.isHdf5(file)) {
            return sniffHdf5(file, limits);
        }
        Optional<Container> container = Container.of(start);
        if (container.isEmpty()) {
            return sniffText(ExpandedStreams.head(file, HEAD_BYTES, limits));
        }
        return switch (container.get()) {
            case ZIP, EMPTY_ZIP, TAR -> sniffArchive(file, limits);
            case GZIP -> sniffGzip(file, limits);
            case BZIP2, XZ, ZSTD, SEVEN_ZIP, RAR ->
                    throw unknown(
                            "The file is compressed as %s. Compress it as gzip or zip."
                                    .formatted(container.get()));
        };
    }

    private static DatasetFormat sniffGzip(Path file, ReadLimits limits) throws IOException {
        byte[] head = ExpandedStreams.head(file, HEAD_BYTES, limits);
        Optional<Container> inside = Container.of(head);
        if (inside.filter(Container.TAR::equals).isPresent()) {
            return sniffArchive(file, limits);
        }
        if (inside.isPresent()) {
            throw new DataException(
                    FindingCode.UNSAFE_ARCHIVE_ENTRY,
                    "",
                    "The gzipped file holds another archive (%s). Upload that one."
                            .formatted(inside.get()));
        }
        return sniffText(head);
    }

    private static DatasetFormat sniffHdf5(Path path, ReadLimits limits) throws IOException {
        try (Hdf5File file = Hdf5File.open(path, limits)) {
            return Hdf5File.guard("", () -> sniffRoot(file.root()));
        }
    }

    private static DatasetFormat sniffRoot(Hdf5Group root) throws DataException {
        if (root.names().contains("obs") && root.names().contains("var")) {
            return DatasetFormat.H5AD;
        }
        if (TenxH5Reader.matches(root)) {
            return DatasetFormat.TENX_H5;
        }
        if (root.names().contains("row_attrs") && root.names().contains("col_attrs")) {
            throw unknown("The file is loom. Convert it to h5ad, for instance with scanpy.");
        }
        throw unknown("The file is HDF5, but neither AnnData nor of Cell Ranger.");
    }

    private static DatasetFormat sniffArchive(Path file, ReadLimits limits) throws IOException {
        boolean[] matrix = {false};
        Archives.walk(
                file,
                limits,
                member -> {
                    matrix[0] = TenxMtxReader.isMatrix(member.name());
                    return !matrix[0];
                });
        if (!matrix[0]) {
            throw unknown("The archive holds no matrix.mtx of a 10x matrix folder.");
        }
        return DatasetFormat.TENX_MTX_ARCHIVE;
    }

    private static DatasetFormat sniffText(byte[] head) throws DataException {
        if (head.length == 0) {
            throw new DataException(FindingCode.EMPTY, "", "The file is empty.");
        }
        if (startsWith(head, R_DATA) || startsWith(head, R_SERIAL)) {
            throw unknown("The file is an R object. Export counts as CSV or h5ad.");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("%%MatrixMarket")) {
            throw unknown(
                    "The file is a matrix without names. Pack matrix.mtx, barcodes.tsv and"
                            + " features.tsv as one zip.");
        }
        // UTF-16 has zeros too, and the reader of tables says what to do about it
        boolean utf16 = text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff");
        boolean binary = text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r');
        if (binary && !utf16) {
            throw unknown("The file is none of h5ad, 10x HDF5, 10x matrix folder, CSV and TSV.");
        }
        return DatasetFormat.DELIMITED;
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static DataException unknown(String message) {
        return new DataException(FindingCode.UNKNOWN_FORMAT, "", message);
    }
}
