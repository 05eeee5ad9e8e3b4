package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import java.io.ByteArrayInputStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;

/**
 * Reads one column of one row group: a dictionary, if there is one, and data pages of either
 * version.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/">data pages</a>
 */
final class ChunkReader {
    private static final int MAGIC_BYTES = 4;

    private final byte[] file;
    private final int end;
    private final ColumnMetaData chunk;
    private final ColumnKind kind;
    private final Expander expander;
    private final ColumnValues values;
    private int dictionarySize = -1;

    /**
     * @param end of the file's data
     */
    ChunkReader(
            byte[] file,
            int end,
            ColumnMetaData chunk,
            ColumnKind kind,
            Expander expander,
            ColumnValues values) {
        this.file = file;
        this.end = end;
        this.chunk = chunk;
        this.kind = kind;
        this.expander = expander;
        this.values = values;
    }

    /** Reads so many rows into those from the first on. */
    void read(int first, int rows) throws DataException {
        int at = start();
        if (chunk.getType() != kind.type() || chunk.getNum_values() != rows) {
            throw corrupt("its type or length is not that of the table");
        }
        int row = first;
        while (row < first + rows) {
            ByteArrayInputStream in = new ByteArrayInputStream(file, at, end - at);
            PageHeader header = Footer.pageHeader(in);
            int data = end - in.available();
            int size = header.getCompressed_page_size();
            if (size < 0 || size > end - data) {
                throw corrupt("a page of %d bytes".formatted(size));
            }
            row += page(header, new Bytes(file, data, size, kind.column()), row, first + rows);
            at = data + size;
        }
    }

    private int start() throws DataException {
        long start = chunk.getData_page_offset();
        if (chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0) {
            start = Math.min(start, chunk.getDictionary_page_offset());
        }
        if (start < MAGIC_BYTES || start > end) {
            throw corrupt("pages at byte %d".formatted(start));
        }
        return (int) start;
    }

    /** Reads a page; returns for how many rows it had values. */
    private int page(PageHeader header, Bytes bytes, int row, int end) throws DataException {
        if (header.isSetDictionary_page_header()) {
            dictionary(header, bytes);
            return 0;
        }
        int count = 0;
        if (header.isSetData_page_header()) {
            count = header.getData_page_header().getNum_values();
        } else if (header.isSetData_page_header_v2()) {
            count = header.getData_page_header_v2().getNum_values();
        }
        if (count < 0 || count > end - row) {
            throw corrupt("a page of %d values".formatted(count));
        }
        if (header.isSetData_page_header()) {
            firstVersion(header, bytes, row, count);
        } else if (header.isSetData_page_header_v2()) {
            secondVersion(header, bytes, row, count);
        }
        return count;
    }

    private void dictionary(PageHeader header, Bytes bytes) throws DataException {
        DictionaryPageHeader own = header.getDictionary_page_header();
        int count = own.getNum_values();
        if (own.getEncoding() != Encoding.PLAIN && own.getEncoding() != Encoding.PLAIN_DICTIONARY) {
            throw kind.unsupportedEncoding(own.getEncoding());
        }
        Bytes plain = expand(bytes, chunk.getCodec(), header.getUncompressed_page_size());
        // no value takes less than four bytes
        if (count < 0 || count > plain.remaining() / Integer.BYTES || dictionarySize >= 0) {
            throw corrupt("a dictionary of %d values".formatted(count));
        }
        values.dictionary(plain, count);
        dictionarySize = count;
    }

    private void firstVersion(PageHeader header, Bytes bytes, int row, int count)
            throws DataException {
        DataPageHeader own = header.getData_page_header();
        Bytes page = expand(bytes, chunk.getCodec(), header.getUncompressed_page_size());
        Bytes levels = new Bytes(new byte[0], 0, 0, kind.column());
        if (kind.optional()) {
            if (own.getDefinition_level_encoding() != Encoding.RLE) {
                throw kind.unsupportedEncoding(own.getDefinition_level_encoding());
            }
            levels = page.take(page.int32());
        }
        rows(levels, page, own.getEncoding(), row, count);
    }

    private void secondVersion(PageHeader header, Bytes bytes, int row, int count)
            throws DataException {
        DataPageHeaderV2 own = header.getData_page_header_v2();
        // levels come first and are never compressed; a flat column has none of repetition
        int repetition = own.getRepetition_levels_byte_length();
        int definition = own.getDefinition_levels_byte_length();
        bytes.take(repetition);
        Bytes levels = bytes.take(definition);
        int size = header.getUncompressed_page_size() - repetition - definition;
        Bytes page =
                expand(
                        bytes,
                        own.isIs_compressed() ? chunk.getCodec() : CompressionCodec.UNCOMPRESSED,
                        size);
        rows(levels, page, own.getEncoding(), row, count);
    }

    /** Values and gaps of a page. */
    private void rows(Bytes levels, Bytes page, Encoding encoding, int row, int count)
            throws DataException {
        boolean plain = encoding == Encoding.PLAIN;
        if (!plain
                && encoding != Encoding.RLE_DICTIONARY
                && encoding != Encoding.PLAIN_DICTIONARY) {
            throw kind.unsupportedEncoding(encoding);
        }
        Hybrid present = new Hybrid(levels, 1);
        // a page of gaps alone may have no bytes
        Hybrid indices = new Hybrid(page, plain || page.remaining() == 0 ? 0 : page.unsigned());
        for (int i = row; i < row + count; i++) {
            if (kind.optional() && present.next() == 0) {
                values.missing(i);
            } else if (plain) {
                values.plain(page, i);
            } else {
                int index = indices.next();
                if (index < 0 || index >= dictionarySize) {
                    throw corrupt(
                            "value %d of a dictionary of %d".formatted(index, dictionarySize));
                }
                values.indexed(index, i);
            }
        }
    }

    private Bytes expand(Bytes bytes, CompressionCodec codec, int size) throws DataException {
        return expander.expand(bytes, codec, size, kind.column());
    }

    private DataException corrupt(String what) {
        return new Bytes(new byte[0], 0, 0, kind.column()).corrupt(what);
    }
}
