package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Decompresses pages in Java, all of them together to at most so many bytes. */
final class Expander {
    /** How far back compressed data may refer: of Snappy as all writers use it, and of LZ4. */
    private static final int WINDOW_BYTES = 1 << 16;

    private long left;

    Expander(long mostBytes) {
        this.left = mostBytes;
    }

    /**
     * @param bytes a page, or the compressed part of one
     * @param size when expanded, as the file says it
     * @throws DataException DECOMPRESSION_BOMB when that is more than may still be expanded,
     *     CORRUPT when it is another size, UNSUPPORTED_FEATURE
     */
    Bytes expand(Bytes bytes, CompressionCodec codec, int size, String column)
            throws DataException {
        if (size < 0) {
            throw bytes.corrupt("a page of %d bytes".formatted(size));
        }
        left -= size;
        if (left < 0) {
            throw new DataException(
                    FindingCode.DECOMPRESSION_BOMB,
                    column,
                    "The file expands to more than is allowed. Split it.");
        }
        if (codec == CompressionCodec.UNCOMPRESSED) {
            if (bytes.remaining() != size) {
                throw bytes.corrupt("a page of another size than its header says");
            }
            return bytes;
        }
        byte[] expanded = new byte[size];
        try (InputStream in = open(new ByteArrayInputStream(bytes.toArray()), codec, column)) {
            if (in.readNBytes(expanded, 0, size) != size || in.read() >= 0) {
                throw bytes.corrupt("a page of another size than its header says");
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // commons-compress answers some damage with exceptions of arrays and arguments
            throw bytes.corrupt("a page cannot be expanded");
        }
        return new Bytes(expanded, 0, size, column);
    }

    private static InputStream open(InputStream in, CompressionCodec codec, String column)
            throws IOException {
        return switch (codec) {
            case SNAPPY -> new SnappyCompressorInputStream(in, WINDOW_BYTES);
            case GZIP -> new GZIPInputStream(in);
            case LZ4_RAW -> new BlockLZ4CompressorInputStream(in);
            case UNCOMPRESSED -> in;
            case LZO, BROTLI, LZ4, ZSTD ->
                    throw new DataException(
                            FindingCode.UNSUPPORTED_FEATURE,
                            column,
                            "The file is compressed with %s; write it with snappy, gzip or no compression."
                                    .formatted(codec));
        };
    }
}
