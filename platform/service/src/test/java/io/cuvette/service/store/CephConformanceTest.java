package io.cuvette.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real Ceph RADOS gateway of one node. Needs root, Debian's packages radosgw, ceph-mon,
 * ceph-osd and ceph-common, and {@code CUVETTE_TEST_CEPH=true}; skipped otherwise.
 */
@EnabledIfEnvironmentVariable(
        named = "CUVETTE_TEST_CEPH",
        matches = "true",
        disabledReason = "Ceph is tested on request: install radosgw, set CUVETTE_TEST_CEPH=true")
class CephConformanceTest extends ObjectStoreConformance {

    private static final URI ENDPOINT = URI.create("http://127.0.0.1:17480");
    private static final String ACCESS_KEY = "AKIALOCAL";
    private static final String SECRET_KEY = "local-secret-key";
    private static final String REGION = "default";
    private static final long START_SECONDS = 300;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path data;

    @BeforeAll
    static void start() throws Exception {
        Path script = Path.of(CephConformanceTest.class.getResource("/ceph/radosgw-up.sh").toURI());
        File log = data.resolve("start.log").toFile();
        // a file and no pipe: the daemons inherit it
        Process process =
                new ProcessBuilder("bash", script.toString(), data.resolve("ceph").toString())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(log)
                        .start();
        assertThat(process.waitFor(START_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log.toPath())).isZero();
        try (MinioAsyncClient client =
                MinioAsyncClient.builder()
                        .endpoint(ENDPOINT.toString())
                        .region(REGION)
                        .credentials(ACCESS_KEY, SECRET_KEY)
                        .build()) {
            client.makeBucket(MakeBucketArgs.builder().bucket(StoreConfig.DEFAULT_BUCKET).build())
                    .join();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        Path run = data.resolve("ceph/run");
        if (!Files.isDirectory(run)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "*.pid")) {
            for (Path file : files) {
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Override
    StoreConfig config() {
        return TestStores.config(ENDPOINT, ACCESS_KEY, SECRET_KEY, REGION);
    }
}
