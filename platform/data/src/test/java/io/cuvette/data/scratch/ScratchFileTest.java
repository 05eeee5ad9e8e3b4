package io.cuvette.data.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.data.testing.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFileTest {

    @TempDir Path folder;

    @Test
    void appendedAndPlacedBytesAreReadBack() throws IOException {
        int count = (1 << 18) + 5; // more than is held back
        try (ScratchFile file = ScratchFile.create(folder)) {
            for (int i = 0; i < count; i++) {
                file.room(Integer.BYTES).putInt(i);
            }
            file.flush();
            file.write(ScratchFile.buffer(Integer.BYTES).putInt(-7).flip(), 4 * 11);
            file.room(Integer.BYTES).putInt(count);
            file.flush();

            ByteBuffer all = ScratchFile.buffer(4 * (count + 1));
            file.read(all, 0);
            all.flip();
            for (int i = 0; i <= count; i++) {
                assertThat(all.getInt()).isEqualTo(i == 11 ? -7 : i);
            }
            assertThatThrownBy(() -> file.read(ScratchFile.buffer(8), 4L * count))
                    .isInstanceOf(ScratchException.class);
        }
        assertThat(OpenFiles.in(folder)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void growsUntilTheReserveOfTheDiskIsReached() throws IOException {
        AtomicLong left = new AtomicLong(1_000);
        AtomicInteger asked = new AtomicInteger();
        DiskReserve disk =
                new DiskReserve(
                        () -> {
                            asked.incrementAndGet();
                            return left.get();
                        },
                        700,
                        100);
        try (ScratchFile file = ScratchFile.create(folder, disk)) {
            for (int i = 0; i < 10; i++) {
                file.room(Long.BYTES).putLong(i);
                file.flush();
            }
            assertThat(asked).as("once for 100 bytes").hasValue(1);
            left.set(810);
            file.write(ScratchFile.buffer(40), 80);
            assertThat(asked).hasValue(2);
            left.set(799);

            assertThatThrownBy(() -> file.write(ScratchFile.buffer(100), 120))
                    .isInstanceOf(ScratchException.class)
                    .hasMessageContaining("scratch disk");

            left.set(800);
            file.write(ScratchFile.buffer(100), 120);
        }
    }

    /** One write may be larger than a step. */
    @Test
    void aLargeWriteIsJudgedByItsSize() throws IOException {
        DiskReserve disk = new DiskReserve(() -> 1_000, 700, 100);

        disk.require(300);

        assertThatThrownBy(() -> disk.require(601)).isInstanceOf(ScratchException.class);
        assertThatThrownBy(() -> new DiskReserve(() -> 1_000, 700, 100).require(301))
                .isInstanceOf(ScratchException.class);
    }

    @Test
    void aFailingDiskIsNoFaultOfTheUpload() {
        assertThatThrownBy(() -> ScratchFile.create(folder.resolve("absent")))
                .isInstanceOf(ScratchException.class);
    }
}
