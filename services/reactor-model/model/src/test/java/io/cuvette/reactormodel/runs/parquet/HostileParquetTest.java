package io.cuvette.reactormodel.runs.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileParquetTest {
    private static final ParquetLimits LIMITS = new ParquetLimits(1 << 22, 1000, 10, 40);

    @TempDir private Path folder;

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new Bytes(bytes, 0, bytes.length, "x");
    }

    private ParquetFile read(byte[] footer, int claimed) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        file.writeBytes(footer);
        file.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(claimed).array());
        file.writeBytes("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Path path = folder.resolve("file");
        Files.write(path, file.toByteArray());
        return ParquetFile.read(path, LIMITS);
    }

    private void assertDamaged(byte[] footer) {
        assertThatThrownBy(() -> read(footer, footer.length))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.CORRUPT));
    }

    @Test
    void footersThatNestWithoutEndAreDamaged() {
        // a structure as the first field of a structure, and so on
        byte[] nested = new byte[900_000];
        Arrays.fill(nested, (byte) 0x1c);

        assertDamaged(nested);
    }

    @Test
    void footersThatPromiseHugeListsOrTextsAreDamaged() {
        // field 2, a list of 2^31 - 1 structures; field 6, a text of as many bytes
        assertDamaged(new byte[] {0x29, (byte) 0xfc, -1, -1, -1, -1, 7, 0, 0, 0});
        assertDamaged(new byte[] {0x68, -1, -1, -1, -1, 7, 0, 0, 0});
        assertDamaged(new byte[] {0});
        assertDamaged(new byte[0]);
    }

    @Test
    void footersOutsideOfTheFileOrAboveTheLimitAreRefused() {
        assertThatThrownBy(() -> read(new byte[10], 11))
                .hasMessageContaining("would have 11 bytes");
        assertThatThrownBy(() -> read(new byte[10], -1))
                .hasMessageContaining("would have -1 bytes");
        byte[] large = new byte[(1 << 20) + 1];
        assertThatThrownBy(() -> read(large, large.length))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.TOO_LARGE));
    }

    @Test
    void packedValuesAndRunsAreAsInParquetsOwnDocuments() throws DataException {
        // the numbers 0 to 7 of three bits, then four times 5, then a run of 2^27 that costs
        // nothing
        Hybrid values =
                new Hybrid(bytes(0x03, 0x88, 0xc6, 0xfa, 0x08, 5, 0x80, 0x80, 0x80, 0x80, 1, 6), 3);

        for (int i = 0; i < 8; i++) {
            assertThat(values.next()).isEqualTo(i);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(values.next()).isEqualTo(5);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(values.next()).isEqualTo(6);
        }
    }

    @Test
    void groupsThatPromiseMoreThanThereIsEndWithTheBytes() throws DataException {
        Hybrid values = new Hybrid(bytes(0xff, 0xff, 0xff, 0xff, 0x0f, 0x2a), 4);

        assertThat(values.next()).isEqualTo(0xa);
        assertThat(values.next()).isEqualTo(2);
        assertThatThrownBy(values::next).hasMessageContaining("1 bytes where 0 are left");
        assertThatThrownBy(() -> new Hybrid(bytes(), 33)).hasMessageContaining("33 bits");
        assertThatThrownBy(() -> new Hybrid(bytes(0xff, 0xff, 0xff, 0xff, 0xff), 1).next())
                .hasMessageContaining("a length without end");
    }

    @Test
    void textsAndPagesAreNoLargerThanAllowed() {
        assertThatThrownBy(() -> bytes(0xff, 0xff, 0xff, 0x7f).text(40))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.TOO_LARGE));
        assertThatThrownBy(() -> bytes(9, 0, 0, 0, 'a').text(40))
                .hasMessageContaining("9 bytes where 1 are left");
        assertThatThrownBy(() -> bytes(0xff, 0xff, 0xff, 0xff).text(40))
                .hasMessageContaining("-1 bytes");

        Expander expander = new Expander(100);
        assertThatThrownBy(() -> expander.expand(bytes(1, 2), CompressionCodec.SNAPPY, 101, "x"))
                .isInstanceOfSatisfying(
                        DataException.class,
                        e -> assertThat(e.code()).isEqualTo(FindingCode.DECOMPRESSION_BOMB));
        for (CompressionCodec codec : CompressionCodec.values()) {
            assertThatThrownBy(() -> new Expander(100).expand(bytes(1, 2), codec, 50, "x"))
                    .isInstanceOf(DataException.class);
        }
    }
}
