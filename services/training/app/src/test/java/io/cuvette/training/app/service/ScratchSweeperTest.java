package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.training.app.config.WorkerConfig;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.LeaseDesk;
import io.cuvette.training.app.testing.NoDispatch;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Folders of processes that nobody saw end. */
@QuarkusTest
@TestProfile(NoDispatch.class)
@QuarkusTestResource(TrainingBackends.class)
class ScratchSweeperTest {

    private static final String TENANT = "lab-scratch";
    private static final Duration LONG_AGO = Duration.ofDays(30);
    private static final Duration JUST_NOW = Duration.ofSeconds(5);

    @Inject WorkerConfig config;
    @Inject LeaseDesk desk;

    private final Api api = new Api(TENANT);

    @Test
    void leftOverFoldersGoAndThoseInUseStay() throws Exception {
        String dataset = api.readyDataset(6, 1);
        String id = api.submit(Api.walk(dataset, "long", Map.of("steps", 5)));
        desk.lease(TENANT, id);
        desk.takeAway(TENANT, id);
        desk.lease(TENANT, id);
        Path earlier = folder(id + "-1", LONG_AGO);
        Path holdsTheLease = folder(id + "-2", LONG_AGO);
        Path ofDeletedJob = folder("01jd0000000000000000000000-3", LONG_AGO);
        Path stillWriting = folder("01jd0000000000000000000000-4", JUST_NOW);
        Path deadValidation = folder("validation-1234", LONG_AGO);
        Path validating = folder("validation-5678", JUST_NOW);
        Path notOurs = folder("somebody-s", LONG_AGO);
        Path freshInside = folder("01jd0000000000000000000000-5", LONG_AGO);
        Files.writeString(freshInside.resolve("file"), "written now");
        touch(freshInside, LONG_AGO);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            assertThat(earlier).doesNotExist();
                            assertThat(ofDeletedJob).doesNotExist();
                            assertThat(deadValidation).doesNotExist();
                        });
        assertThat(holdsTheLease.resolve("file")).exists();
        assertThat(stillWriting.resolve("file")).exists();
        assertThat(freshInside.resolve("file")).exists();
        assertThat(validating.resolve("file")).exists();
        assertThat(notOurs.resolve("file")).exists();

        desk.takeAway(TENANT, id);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(holdsTheLease).doesNotExist());
    }

    private Path folder(String name, Duration age) throws IOException {
        Path folder = Files.createDirectories(Path.of(config.folder(), name));
        touch(Files.writeString(folder.resolve("file"), "content"), age);
        touch(folder, age);
        return folder;
    }

    private static void touch(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }
}
