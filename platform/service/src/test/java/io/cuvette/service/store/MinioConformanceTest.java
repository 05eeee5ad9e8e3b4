package io.cuvette.service.store;

import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MinioConformanceTest extends ObjectStoreConformance {

    private static final String ACCESS_KEY = "test-access";
    private static final String SECRET_KEY = "test-secret-key";
    private static final int PORT = 9000;

    @Container
    @SuppressWarnings("resource") // the extension closes it
    private static final GenericContainer<?> MINIO =
            new GenericContainer<>("minio/minio:RELEASE.2025-04-22T22-12-26Z")
                    .withCommand("server", "/data")
                    .withEnv("MINIO_ROOT_USER", ACCESS_KEY)
                    .withEnv("MINIO_ROOT_PASSWORD", SECRET_KEY)
                    .withExposedPorts(PORT)
                    .waitingFor(Wait.forHttp("/minio/health/ready").forPort(PORT));

    @BeforeAll
    static void makeBucket() {
        try (MinioAsyncClient client =
                MinioAsyncClient.builder()
                        .endpoint(endpoint().toString())
                        .region(StoreConfig.DEFAULT_REGION)
                        .credentials(ACCESS_KEY, SECRET_KEY)
                        .build()) {
            client.makeBucket(MakeBucketArgs.builder().bucket(StoreConfig.DEFAULT_BUCKET).build())
                    .join();
        }
    }

    @Override
    StoreConfig config() {
        return TestStores.config(endpoint(), ACCESS_KEY, SECRET_KEY, StoreConfig.DEFAULT_REGION);
    }

    private static URI endpoint() {
        return URI.create("http://%s:%d".formatted(MINIO.getHost(), MINIO.getMappedPort(PORT)));
    }
}
