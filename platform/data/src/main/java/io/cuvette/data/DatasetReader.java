package io.cuvette.data;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.assembly.ValueStatistics;
import io.cuvette.data.delimited.DelimitedReader;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adContents;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.scratch.ScratchException;
import io.cuvette.data.tenx.TenxH5Reader;
import io.cuvette.data.tenx.TenxMtxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads an upload of any format that we read, told by its content.
 *
 * <p>Uploads are hostile until read: whatever is wrong arrives as {@link DataException} with one
 * finding; {@link ScratchException} is a trouble of this machine. Archives are streamed. What does
 * not fit into memory on its way lies in files of the scratch folder, which are gone when the
 * method returns or throws.
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

    /**
     * As {@link #read}, with what was skipped, changed or decided on the way.
     *
     * @throws DataException EXCEEDS_RESOURCES when it does not fit into memory
     */
    public static LoadedDataset load(Path file, ReadOptions options) throws IOException {
        return guarded(() -> load(FormatSniffer.sniff(file, options.limits()), file, options));
    }

    /**
     * Puts one matrix of the file row by row into a scratch file, for work whose memory must not
     * grow with the number of cells. Reading does not either, whatever the format.
     *
     * @param layer a layer of an {@code .h5ad}; X when absent
     * @param obsColumns which annotations of the cells are wanted; the others take no memory
     * @throws DataException EMPTY when there is no such layer, or what is wrong with the file
     */
    public static SpooledDataset spool(
            Path file, Optional<String> layer, Predicate<String> obsColumns, ReadOptions options)
            throws IOException {
        return guarded(
                () -> {
                    DatasetFormat format = FormatSniffer.sniff(file, options.limits());
                    return new Spooling(obsColumns, options).spool(format, file, layer);
                });
    }

    /**
     * Puts chosen rows of one matrix into a scratch file. Of an {@code .h5ad} whose matrix is
     * stored by row, little more than these rows is read, however many the file has; files of other
     * formats are read through.
     *
     * @param layer a layer of an {@code .h5ad}; X when absent
     * @param chosen rows, ascending, each once
     * @throws DataException EMPTY when there is no such layer, INDEX_OUT_OF_RANGE when a row is not
     *     there, or what is wrong with the file
     */
    public static SpooledRows spoolRows(
            Path file, Optional<String> layer, int[] chosen, ReadOptions options)
            throws IOException {
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] <= (i == 0 ? -1 : chosen[i - 1])) {
                throw new IllegalArgumentException("rows must be ascending, from 0 on");
            }
        }
        return guarded(
                () ->
                        new Spooling(none -> false, options)
                                .rows(
                                        FormatSniffer.sniff(file, options.limits()),
                                        file,
                                        layer,
                                        chosen));
    }

    /**
     * What a person wants to know of the file before using it. A file that cannot be read throws;
     * one that can be read and not be used has findings that stop. No matrix is held.
     */
    public static DatasetDescription describe(Path file, ReadOptions options) throws IOException {
        return inspect(file, options, 0).description();
    }

    /**
     * As {@link #describe}, with the first cells and genes, from the same pass over the file.
     *
     * @param head how many of them
     */
    public static Inspection inspect(Path file, ReadOptions options, int head) throws IOException {
        return guarded(
                () -> {
                    DatasetFormat format = FormatSniffer.sniff(file, options.limits());
                    Inspection inspection =
                            format == DatasetFormat.H5AD
                                    ? H5adReader.inspect(file, head, options.limits())
                                    : inspect(format, file, options, head);
                    return inspection.bounded();
                });
    }

    private static Inspection inspect(
            DatasetFormat format, Path file, ReadOptions options, int head) throws IOException {
        ValueStatistics values = new ValueStatistics();
        Annotations annotations =
                stream(
                        format,
                        file,
                        options,
                        genes -> (columns, row, offset, length) -> values.add(row, offset, length));
        return new Inspection(
                DatasetDescriber.describe(format, annotations, values),
                annotations.obs().head(head),
                annotations.var().head(head).index());
    }

    private static LoadedDataset load(DatasetFormat format, Path file, ReadOptions options)
            throws IOException {
        if (format == DatasetFormat.H5AD) {
            H5adContents contents = H5adReader.readAll(file, options.limits());
            return new LoadedDataset(contents.data(), contents.findings());
        }
        MatrixInMemory x = new MatrixInMemory();
        Annotations annotations = stream(format, file, options, x);
        return new LoadedDataset(
                AnnData.of(x.finish(), annotations.obs(), annotations.var()),
                annotations.findings());
    }

    /**
     * Annotations, and the rows of the only matrix of a file handed to a sink.
     *
     * @throws IllegalArgumentException for {@code .h5ad}, which has more than one matrix
     */
    static Annotations stream(DatasetFormat format, Path file, ReadOptions options, RowSinks sinks)
            throws IOException {
        return switch (format) {
            case H5AD -> throw new IllegalArgumentException("H5adReader streams .h5ad");
            case TENX_H5 -> TenxH5Reader.stream(file, options.limits(), sinks);
            case TENX_MTX_ARCHIVE -> TenxMtxReader.stream(file, options, sinks);
            case DELIMITED -> DelimitedReader.stream(file, options, sinks);
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
