package io.cuvette.standalone.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.embedded.EmbeddedPostgres;
import io.cuvette.standalone.launch.SuiteState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseWatchTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AtomicInteger changes = new AtomicInteger();
    private DataFolder data;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void startDatabase() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        data = new DataFolder(Files.createTempDirectory(target, "watched"));
        postgres = EmbeddedPostgres.at(data.postgres(), 0, target.resolve("postgres-binaries"));
        postgres.start();
    }

    @AfterEach
    void stopDatabase() throws IOException {
        postgres.stop();
    }

    @Test
    void aKilledServerComesBackAndTheReportSaysSoMeanwhile() throws Exception {
        try (DatabaseWatch watch = watch(6)) {
            long first = watch.state().pid();
            assertThat(report(watch).toString()).containsPattern("PostgreSQL +ready");

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await().atMost(LIMIT).until(() -> watch.state().pid() < 0);
            assertThat(report(watch).toString()).containsPattern("PostgreSQL +restarting");
            assertThat(report(watch).isHealthy()).isFalse();
            await().atMost(LIMIT).until(() -> watch.state().pid() > 0);
            assertThat(watch.state().pid()).isNotEqualTo(first);
            assertThat(report(watch).toString())
                    .containsPattern("PostgreSQL +ready .*restarted \\d times");
            assertThat(answers()).isTrue();
            assertThat(changes).hasValueGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aServerThatDiesTooOftenStaysDownAndTheReportSaysSo() throws Exception {
        try (DatabaseWatch watch = watch(0)) {
            ProcessHandle.of(watch.state().pid()).orElseThrow().destroyForcibly();

            await().atMost(LIMIT).until(() -> watch.state().givenUp());

            assertThat(report(watch).toString()).containsPattern("PostgreSQL +down");
            assertThat(report(watch).isHealthy()).isFalse();
            assertThat(postgres.isRunning()).isFalse();
        }
    }

    @Test
    void closingDoesNotBringBackAServerThatIsStopped() throws Exception {
        DatabaseWatch watch = watch(6);
        watch.close();

        postgres.stop();

        assertThat(watch.state().restarts()).isZero();
        assertThat(postgres.pid()).isEmpty();
    }

    /** Waits 2 s before the first restart, so that a test sees what is said meanwhile. */
    private DatabaseWatch watch(int mostDeaths) {
        RestartPolicy policy =
                new RestartPolicy(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        mostDeaths,
                        Duration.ofMinutes(10));
        DatabaseWatch watch = new DatabaseWatch(postgres, policy, changes::incrementAndGet);
        watch.start();
        return watch;
    }

    private Report report(DatabaseWatch watch) throws InterruptedException {
        SuiteState state =
                new SuiteState(
                        Phase.READY,
                        ProcessHandle.current().pid(),
                        "http://127.0.0.1:1",
                        1,
                        postgres.port(),
                        watch.state(),
                        List.of(),
                        "");
        return Report.of(state, data);
    }

    private boolean answers() throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"), postgres.user(), postgres.password())) {
            return connection.isValid(5);
        }
    }
}
