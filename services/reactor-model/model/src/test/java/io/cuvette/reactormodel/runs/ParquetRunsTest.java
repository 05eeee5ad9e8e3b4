package io.cuvette.reactormodel.runs;

import static io.cuvette.reactormodel.runs.RunFiles.CSTR;
import static io.cuvette.reactormodel.runs.RunFiles.read;
import static io.cuvette.reactormodel.runs.RunFiles.refused;
import static io.cuvette.reactormodel.runs.RunFiles.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.reactormodel.estimation.ObservedRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made by pyarrow; see make_parquet.py beside them. */
class ParquetRunsTest {

    @ParameterizedTest
    @ValueSource(strings = {"snappy.parquet", "gzip-v2.parquet", "lz4.parquet", "plain.parquet"})
    void readsWhatPyarrowWrites(String name) throws IOException {
        ReactorRuns runs = read(resource(name), CSTR);

        assertThat(runs.runs()).extracting(NamedRun::name).containsExactly("a", "b");
        assertThat(runs.findings()).extracting(Finding::field).containsExactly("operator");
        ObservedRun a = runs.runs().get(0).observed();
        assertThat(a.timesH()).containsExactly(1 / 60., 2 / 60., 3 / 60., 4 / 60.);
        assertThat(a.concentrationsKmolPerM3()).containsExactly(0.0015, Double.NaN, 0.0035, 0.0045);
        assertThat(a.temperaturesK()[0]).isCloseTo(373.275, within(1e-12));
        assertThat(a.temperaturesK()[2]).isNaN();
        assertThat(a.temperaturesK()[3]).isCloseTo(373.65, within(1e-12));
        assertThat(a.run().start().concentrationsKmolPerM3()).containsExactly(0.0005);
        assertThat(a.run().inputs().changeTimesH()).containsExactly(0, 2 / 60.);
        assertThat(a.run().inputs().values())
                .isDeepEqualTo(new double[][] {{0.25, 36_000}, {0.25, 72_000}});
        ObservedRun b = runs.runs().get(1).observed();
        assertThat(b.timesH()).hasSize(2);
        assertThat(b.run().inputs().values()[0]).containsExactly(0.5, 36_000);
    }

    @Test
    void readsManyPagesDictionariesAndRunNamesThatAreNumbers() throws IOException {
        ObservedRun run = read(resource("long.parquet"), CSTR).runs().get(0).observed();

        assertThat(run.times()).isEqualTo(299);
        for (int k = 1; k < 300; k++) {
            assertThat(run.timesH()[k - 1]).isEqualTo(k / 3600.);
            assertThat(run.concentrationsKmolPerM3()[k - 1]).isEqualTo(2 + (k % 37) / 64.);
            assertThat(run.temperaturesK()[k - 1])
                    .isEqualTo(Double.valueOf(k % 5 == 3 ? Double.NaN : 400 + (k % 11) / 4.));
        }
        assertThat(run.run().inputs().changeTimesH()).containsExactly(0, 100 / 3600., 200 / 3600.);
        assertThat(run.run().inputs().values())
                .isDeepEqualTo(new double[][] {{0.5, 0}, {0.5, 1000}, {0.5, 2000}});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zstd.parquet|compressed with ZSTD; write it with snappy, gzip or no compression",
                "timestamps.parquet|The column timeMin is stored as something else than numbers; store it as double",
                "lists.parquet|temperatureC.list.element is of an unknown unit",
                "delta.parquet|The column heatDeviationKW is encoded as DELTA_BINARY_PACKED; write it plain or by dictionary",
            })
    void whatIsNotReadIsRefusedByName(String name, String why) {
        assertThat(refused(resource(name), CSTR))
                .anySatisfy(finding -> assertThat(finding.message()).contains(why));
    }

    @Test
    void rowsAreNamedInFindings() {
        // 100 degrees Celsius taken for 100 K: the same bytes under a name as long
        byte[] file = resource("plain.parquet");
        byte[] wanted = "temperatureC".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i + wanted.length < file.length; i++) {
            if (Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
                file[i + wanted.length - 1] = 'K';
            }
        }

        Finding finding = refused(file, CSTR).get(0);

        assertThat(finding.field()).isEqualTo("temperatureK");
        assertThat(finding.message())
                .startsWith("Run a, row 1: temperatureK is 100.0 K, which is below 150 K");
    }

    @Test
    void limitsAreHeld() {
        assertThat(
                        refused(
                                        resource("snappy.parquet"),
                                        CSTR.withLimits(new RunLimits(1 << 20, 7, 9, 9, 40)))
                                .get(0)
                                .message())
                .isEqualTo("There are 8 rows; 7 are allowed. Split the file.");
        assertThat(
                        refused(
                                        resource("snappy.parquet"),
                                        CSTR.withLimits(new RunLimits(1 << 20, 8, 9, 6, 40)))
                                .get(0)
                                .message())
                .isEqualTo("There are 7 columns; 6 are allowed.");
        assertThat(
                        refused(
                                        resource("snappy.parquet"),
                                        CSTR.withLimits(new RunLimits(2000, 8, 9, 9, 40)))
                                .get(0)
                                .code())
                .isEqualTo(FindingCode.TOO_LARGE);
        assertThat(
                        refused(
                                        resource("bomb.parquet"),
                                        CSTR.withLimits(new RunLimits(1 << 20, 200_000, 9, 9, 40)))
                                .get(0)
                                .code())
                .isEqualTo(FindingCode.DECOMPRESSION_BOMB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy.parquet", "gzip-v2.parquet", "lz4.parquet", "long.parquet"})
    void damagedFilesAreReadOrRefusedAndNothingElse(String name) throws IOException {
        byte[] whole = resource(name);
        Random random = new Random(20261122);
        int refused = 0;
        for (int trial = 0; trial < 600; trial++) {
            byte[] file = whole.clone();
            int damages = 1 + random.nextInt(3);
            for (int i = 0; i < damages; i++) {
                file[4 + random.nextInt(file.length - 4)] = (byte) random.nextInt(256);
            }
            refused += isRefused(file) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void filesCutShortAreRefused() throws IOException {
        byte[] whole = resource("snappy.parquet");
        for (int length = 4; length < whole.length; length += 13) {
            assertThat(isRefused(Arrays.copyOf(whole, length))).isTrue();
        }
    }

    private static boolean isRefused(byte[] file) throws IOException {
        try {
            read(file, CSTR);
            return false;
        } catch (RunsException e) {
            assertThat(e.findings()).isNotEmpty();
            return true;
        }
    }
}
