package io.cuvette.data;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.delimited.DelimitedReader;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adContents;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.tenx.TenxH5Reader;
import io.cuvette.data.tenx.TenxMtxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads an upload of any format that we read, told by its content.
 *
 * <p>Uploads are hostile until read: whatever is wrong arrives as {@link DataException} with one
 * finding. Archives are streamed, so nothing is written, not even to the scratch folder.
 */
public final class DatasetReader {

    private DatasetReader() {}

    /**
     * @throws DataException UNKNOWN_FORMAT, EMPTY, or what is wrong with the archive or HDF5 file
     */
    public static DatasetFormat sniff(Path file) throws IOException {
        return guarded(() -> FormatSniffer.sniff(file, ReadLimits.DEFAULT));
    }

    /** Cells, genes and values; sparse stays sparse. */
    public static AnnData read(Path file, ReadOptions options) throws IOException {
        return load(file, options).data();
    }

    /** As {@link #read}, with what was skipped, changed or decided on the way. */
    public static LoadedDataset load(Path file, ReadOptions options) throws IOException {
        return guarded(() -> load(FormatSniffer.sniff(file, options.limits()), file, options));
    }

    /**
     * Puts one matrix of the file row by row into a scratch file, for work whose memory must not
     * grow with the number of cells. {@code .h5ad} is streamed; other formats are read whole first.
     *
     * @param layer a layer of an {@code .h5ad}; X when absent
     * @throws DataException EMPTY when there is no such layer, or what is wrong with the file
     */
    public static SpooledDataset spool(Path file, Optional<String> layer, ReadOptions options)
            throws IOException {
        return guarded(
                () -> {
                    DatasetFormat format = FormatSniffer.sniff(file, options.limits());
                    return new Spooling(options).spool(format, file, layer);
                });
    }

    /**
     * What a person wants to know of the file before using it. A file that cannot be read throws;
     * one that can be read and not be used has findings that stop.
     */
    public static DatasetDescription describe(Path file, ReadOptions options) throws IOException {
        return guarded(
                () -> {
                    DatasetFormat format = FormatSniffer.sniff(file, options.limits());
                    if (format == DatasetFormat.H5AD) {
                        return DescriptionBounds.apply(H5adReader.describe(file, options.limits()));
                    }
                    LoadedDataset loaded = load(format, file, options);
                    return DescriptionBounds.apply(
                            DatasetDescriber.describe(format, loaded.data(), loaded.findings()));
                });
    }

    static LoadedDataset load(DatasetFormat format, Path file, ReadOptions options)
            throws IOException {
        ReadLimits limits = options.limits();
        return switch (format) {
            case H5AD -> {
                H5adContents contents = H5adReader.readAll(file, limits);
                yield new LoadedDataset(contents.data(), contents.findings());
            }
            case TENX_H5 -> TenxH5Reader.read(file, limits);
            case TENX_MTX_ARCHIVE -> TenxMtxReader.read(file, limits);
            case DELIMITED -> DelimitedReader.read(file, options.orientation(), limits);
        };
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    FindingCode.EXCEEDS_RESOURCES, "", "The file does not fit into memory.", e);
        }
    }
}
