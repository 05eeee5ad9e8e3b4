package io.cuvette.data.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.Test;

/** Files are read back with Arrow's own reader. */
class ArrowTableWriterTest {

    private static final List<String> ODD =
            List.of("plain", "\"quoted\", a,b", "", "Zelle µ", "细胞", "🧬", "new\nline");

    /** What Arrow's reader makes of a file. */
    private record Read(
            List<Field> fields,
            Map<String, String> metadata,
            Map<String, List<Object>> columns,
            int batches) {}

    private static Read read(byte[] file) throws IOException {
        try (BufferAllocator memory = new RootAllocator();
                ArrowFileReader reader =
                        new ArrowFileReader(
                                new ByteArrayReadableSeekableByteChannel(file), memory)) {
            Map<String, List<Object>> columns = new LinkedHashMap<>();
            List<Field> fields = reader.getVectorSchemaRoot().getSchema().getFields();
            fields.forEach(field -> columns.put(field.getName(), new ArrayList<>()));
            int batches = 0;
            while (reader.loadNextBatch()) {
                batches++;
                for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
                    List<Object> values = columns.get(vector.getName());
                    for (int row = 0; row < vector.getValueCount(); row++) {
                        values.add(
                                vector instanceof VarCharVector texts
                                        ? new String(texts.get(row), StandardCharsets.UTF_8)
                                        : (Object) ((Float4Vector) vector).get(row));
                    }
                }
            }
            assertThat(reader.getRecordBlocks()).hasSize(batches);
            return new Read(
                    fields,
                    reader.getVectorSchemaRoot().getSchema().getCustomMetadata(),
                    columns,
                    batches);
        }
    }

    private static byte[] written(ArrowTable table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArrowTableWriter.write(table, out);
        return out.toByteArray();
    }

    @Test
    void valuesAndNamesComeBackAsTheyWere() throws IOException {
        float[] values = {
            1.5f,
            Float.NaN,
            -0f,
            Float.MAX_VALUE,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            3,
            0.1f,
            5,
            6,
            7,
            8,
            9,
            10
        };
        Map<String, List<String>> texts = new LinkedHashMap<>();
        texts.put("cell", ODD);
        texts.put("batch", List.of("a", "b", "a", "b", "a", "b", "c"));
        ArrowTable table =
                new ArrowTable(
                        texts,
                        List.of("pca \"1\"", "pca µ"),
                        new DenseMatrix(7, 2, values),
                        Map.of("method", "pca"));
        Read read = read(written(table));

        assertThat(read.fields())
                .extracting(Field::toString)
                .containsExactly(
                        "cell: Utf8 not null",
                        "batch: Utf8 not null",
                        "pca \"1\": FloatingPoint(SINGLE) not null",
                        "pca µ: FloatingPoint(SINGLE) not null");
        assertThat(read.metadata()).isEqualTo(Map.of("method", "pca"));
        assertThat(read.columns().get("cell")).isEqualTo(ODD);
        assertThat(read.columns().get("batch")).isEqualTo(texts.get("batch"));
        for (int column = 0; column < 2; column++) {
            List<Object> numbers = read.columns().get(table.columns().get(column));
            for (int row = 0; row < 7; row++) {
                assertThat(Float.floatToRawIntBits((Float) numbers.get(row)))
                        .isEqualTo(Float.floatToRawIntBits(values[2 * row + column]));
            }
        }
    }

    @Test
    void aTableWithoutRowsKeepsItsColumns() throws IOException {
        Read read =
                read(
                        written(
                                new ArrowTable(
                                        Map.of("cell", List.of()),
                                        List.of("x"),
                                        new DenseMatrix(0, 1, new float[0]),
                                        Map.of())));
        assertThat(read.fields()).extracting(Field::getName).containsExactly("cell", "x");
        assertThat(read.batches()).isZero();
        assertThat(read.columns().get("x")).isEmpty();
    }

    @Test
    void aTableOfTextsAloneIsOne() throws IOException {
        Read read =
                read(
                        written(
                                new ArrowTable(
                                        Map.of("cell", ODD),
                                        List.of(),
                                        new DenseMatrix(7, 0, new float[0]),
                                        Map.of())));
        assertThat(read.columns()).isEqualTo(Map.of("cell", ODD));
    }

    @Test
    void partsLieAtMultiplesOf64AndTheFileEndsWithItsFooter() throws IOException {
        byte[] file =
                written(
                        new ArrowTable(
                                Map.of("cell", ODD),
                                List.of("x"),
                                new DenseMatrix(7, 1, new float[7]),
                                Map.of()));
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("ARROW1");
        assertThat(new String(file, file.length - 6, 6, StandardCharsets.US_ASCII))
                .isEqualTo("ARROW1");
        assertThat(bytes.getInt(64)).isEqualTo(-1);
        assertThat((64 + 8 + bytes.getInt(68)) % 64).isZero();
        int footer = bytes.getInt(file.length - 10);
        assertThat(bytes.getInt(file.length - 10 - footer - 8)).isEqualTo(-1);
        assertThat(bytes.getInt(file.length - 10 - footer - 4)).isZero();
    }

    /** Counts what passes and remembers nothing. */
    private static final class Counter extends OutputStream {
        private long bytes;
        private int largest;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int off, int len) {
            bytes += len;
            largest = Math.max(largest, len);
        }
    }

    private static DenseRows computed(int rows, int columns) {
        return new DenseRows() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public void copyRow(int row, float[] target, int offset) {
                Arrays.fill(target, offset, offset + columns, row);
            }
        };
    }

    private static List<String> names(int number, String prefix) {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return prefix + index;
            }

            @Override
            public int size() {
                return number;
            }
        };
    }

    @Test
    void aHundredThousandRowsPassInBoundedPieces() throws IOException {
        Counter counter = new Counter();
        List<String> columns = IntStream.range(0, 200).mapToObj(i -> "x" + i).toList();
        ArrowTableWriter.write(
                new ArrowTable(
                        Map.of("cell", names(100_000, "cell")),
                        columns,
                        computed(100_000, 200),
                        Map.of()),
                counter);
        assertThat(counter.bytes).isBetween(81_000_000L, 83_000_000L);
        // 4 MiB of 200 columns are 5,242 rows
        assertThat(counter.largest).isLessThan(100_000);
    }

    @Test
    void manyBatchesAreOneTable() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> columns = IntStream.range(0, 50).mapToObj(i -> "x" + i).toList();
        ArrowTableWriter.write(
                new ArrowTable(
                        Map.of("cell", names(50_000, "c")),
                        columns,
                        computed(50_000, 50),
                        Map.of()),
                out);
        Read read = read(out.toByteArray());
        // 4 MiB of 50 columns are 20,971 rows
        assertThat(read.batches()).isEqualTo(3);
        assertThat(read.columns().get("cell")).hasSize(50_000).endsWith("c49999");
        assertThat(read.columns().get("x49").get(31_234)).isEqualTo(31_234f);
    }

    @Test
    void longNamesEndABatchEarly() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArrowTableWriter.write(
                new ArrowTable(
                        Map.of("cell", names(100, "x".repeat(100_000))),
                        List.of("y"),
                        computed(100, 1),
                        Map.of()),
                out);
        Read read = read(out.toByteArray());
        assertThat(read.batches()).isEqualTo(3);
        assertThat(read.columns().get("y")).hasSize(100).last().isEqualTo(99f);
        assertThat(read.columns().get("cell").get(99)).asString().endsWith("x99");
    }

    @Test
    void whatIsNoTableIsRefused() {
        DenseMatrix two = new DenseMatrix(2, 1, new float[2]);
        assertThatThrownBy(
                        () ->
                                new ArrowTable(
                                        Map.of("cell", List.of("a")), List.of("x"), two, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column cell has 1 rows, the values have 2");
        assertThatThrownBy(
                        () ->
                                new ArrowTable(
                                        Map.of("cell", List.of("a", "b")),
                                        List.of("x", "y"),
                                        two,
                                        Map.of()))
                .hasMessage("2 names for 1 columns");
        assertThatThrownBy(
                        () ->
                                new ArrowTable(
                                        Map.of("cell", List.of("a", "b")),
                                        List.of("cell"),
                                        two,
                                        Map.of()))
                .hasMessage("two columns are named cell");
    }

    @Test
    void aStreamThatFailsEndsTheWriting() {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                };
        assertThatThrownBy(
                        () ->
                                ArrowTableWriter.write(
                                        new ArrowTable(
                                                Map.of("cell", ODD),
                                                List.of(),
                                                new DenseMatrix(7, 0, new float[0]),
                                                Map.of()),
                                        full))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
    }
}
