package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.demo.CuvetteClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken or made to do harm become INVALID with a reason; the suite goes on. */
class HostileUploadIT {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir static Path folder;

    private static CuvetteClient client;
    private static byte[] whole;

    @BeforeAll
    static void start() throws Exception {
        client = Suite.started().tenant("hostile-lab");
        whole = Files.readAllBytes(SmallDataset.write(folder.resolve("whole.h5ad")));
    }

    @AfterEach
    void everyServiceStillAnswers() throws Exception {
        HttpResponse<String> ready = client.exchange(client.request("/q/health/ready").build());
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(client.get("/api/v1/datasets").get("items")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5, 0.99})
    void truncatedH5ad(double share) throws Exception {
        JsonNode finding = refused(Arrays.copyOf(whole, (int) (whole.length * share)), "t.h5ad");

        assertThat(finding.get("code").asText()).isIn("TRUNCATED", "CORRUPT", "UNKNOWN_FORMAT");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomBytesAfterAGoodBeginning(long seed) throws Exception {
        byte[] bytes = whole.clone();
        byte[] noise = new byte[bytes.length - 48];
        new Random(seed).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 48, noise.length);

        refused(bytes, "noise.h5ad");
    }

    @Test
    void randomBytes() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(4).nextBytes(bytes);

        refused(bytes, "noise.bin");
    }

    @Test
    void nothingButZeros() throws Exception {
        refused(new byte[100_000], "zeros.bin");
    }

    @Test
    void aSmallFileThatExpandsAThousandfold() throws Exception {
        Path file = folder.resolve("bomb.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] zeros = new byte[MEBIBYTE];
            Arrays.fill(zeros, (byte) '0');
            for (int i = 0; i < 256; i++) {
                out.write(zeros);
            }
        }
        assertThat(Files.size(file)).isLessThan(MEBIBYTE);

        refused(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cell,g1,g2\na,1,NaN\nb,2,3\n",
                "cell,g1,g2\na,1,Infinity\nb,2,3\n",
                "cell,g1,g2\na,1,-5\nb,2,3\n",
                "cell,g1,g2\na,1,many\nb,2,3\n",
                "cell,g1,g2\na,1\nb,2,3\n",
                "cell,g1,g2\na,1,2\na,2,3\n",
                "cell,g1,g2\n",
                "\"cell,g1,g2\na,1,2\n"
            })
    void tablesThatAreNoCounts(String table) throws Exception {
        refused(table.getBytes(java.nio.charset.StandardCharsets.UTF_8), "table.csv");
    }

    private static JsonNode refused(byte[] bytes, String name) throws Exception {
        return refused(Files.write(folder.resolve(name), bytes));
    }

    /** The first finding. */
    private static JsonNode refused(Path file) throws IOException, InterruptedException {
        JsonNode dataset = client.upload("hostile", file);
        assertThat(dataset.get("state").asText()).as("%s", dataset).isEqualTo("INVALID");
        assertThat(dataset.get("findings")).as("%s", dataset).isNotEmpty();
        JsonNode finding = dataset.at("/findings/0");
        assertThat(finding.get("code").asText()).isNotEqualTo("INTERNAL").isNotBlank();
        assertThat(finding.get("message").asText()).isNotBlank().doesNotContain("Exception");
        return finding;
    }
}
