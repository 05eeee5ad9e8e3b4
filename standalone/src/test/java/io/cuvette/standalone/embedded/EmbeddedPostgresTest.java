package io.cuvette.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedPostgresTest {

    @TempDir Path home;

    @Test
    void keepsRowsOverStopAndOverSigkillOnTheSamePort() throws Exception {
        try (EmbeddedPostgres postgres = server(0)) {
            postgres.start();
            int port = postgres.port();
            postgres.createDatabase("training");
            postgres.createDatabase("training");
            execute(postgres, "CREATE TABLE jobs(id int)");
            execute(postgres, "INSERT INTO jobs VALUES (1)");

            postgres.stop();
            assertThat(postgres.isRunning()).isFalse();
            postgres.start();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.isAdopted()).isFalse();
            execute(postgres, "INSERT INTO jobs VALUES (2)");

            postgres.killHard();
            assertThat(postgres.isRunning()).isFalse();
            assertThatThrownBy(() -> query(postgres, "SELECT 1")).isInstanceOf(SQLException.class);
            postgres.start();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(query(postgres, "SELECT string_agg(id::text, ',' ORDER BY id) FROM jobs"))
                    .isEqualTo("1,2");

            postgres.dropDatabase("training");
            assertThatThrownBy(() -> query(postgres, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("training");
        }
    }

    @Test
    void isDurablePasswordProtectedAndOnLoopbackOnly() throws Exception {
        try (EmbeddedPostgres postgres = server(0)) {
            postgres.start();
            postgres.createDatabase("training");
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "SHOW password_encryption")).isEqualTo("scram-sha-256");
            assertThat(query(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(
                            query(
                                    postgres,
                                    "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"))
                    .isEqualTo("0");
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                            postgres.jdbcUrl("training"), "postgres", "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(home.resolve("password"))))
                    .isEqualTo("rw-------");
            for (NetworkInterface network :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (!address.isLoopbackAddress()) {
                        // nobody else holds the port there: the server did not bind it
                        new ServerSocket(postgres.port(), 1, address).close();
                    }
                }
            }
        }
    }

    @Test
    void adoptsAndThenStopsTheServerOfAKilledOwner() throws Exception {
        Process owner =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OwnerMain.class.getName(),
                                home.toString(),
                                SharedBinaries.FOLDER.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        EmbeddedPostgres postgres = server(0);
        try (BufferedReader output = owner.inputReader()) {
            int port = Integer.parseInt(output.readLine().substring("port ".length()));
            assertThatThrownBy(postgres::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another running process");

            owner.destroyForcibly().waitFor();
            assertThat(postgres.isRunning()).isTrue();
            postgres.start();
            assertThat(postgres.isAdopted()).isTrue();
            assertThat(postgres.port()).isEqualTo(port);
            postgres.createDatabase("training");
            assertThat(query(postgres, "SELECT current_database()")).isEqualTo("training");
        } finally {
            owner.destroyForcibly().waitFor();
            postgres.close();
        }
        assertThat(postgres.isRunning()).isFalse();
    }

    @Test
    void saysThatAFixedPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres postgres = server(taken.getLocalPort())) {
            assertThatThrownBy(postgres::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("another port");
        }
    }

    @Test
    void movesAnAdoptedServerToTheFixedPort() throws Exception {
        try (EmbeddedPostgres first = server(0)) {
            first.start();
            int fixed = Ports.findFree();
            // what a killed owner leaves: a server, and a lock that the system let go
            first.releaseOwnership();
            try (EmbeddedPostgres second = server(fixed)) {
                second.start();
                assertThat(second.port()).isEqualTo(fixed);
                second.createDatabase("training");
                assertThat(query(second, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void startsOverAfterAnInterruptedInitdbAndAStaleProcessFile() throws Exception {
        Path half = Files.createDirectories(home.resolve("data.init/base"));
        Files.writeString(half.resolve("1"), "half written");
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgres postgres = server(0)) {
            assertThat(postgres.isRunning()).isFalse();
            postgres.start();
            postgres.createDatabase("training");
            assertThat(query(postgres, "SELECT 40 + 2")).isEqualTo("42");
        }
    }

    @Test
    void runsAsNobodyWhereNamespacesAreForbiddenAndStaysWithThatUser() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name"))
                        && Command.succeeds(
                                home,
                                Duration.ofSeconds(10),
                                Privileges.OTHER_USER.wrap(List.of("true"))),
                "needs root and setpriv");
        // nobody has to pass through the folders above its data
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.at(home, 0, SharedBinaries.FOLDER, Privileges.OTHER_USER)) {
            postgres.start();
            postgres.createDatabase("training");
        }
        assertThat(Files.getOwner(home.resolve("data")).getName()).isEqualTo("nobody");
        try (EmbeddedPostgres postgres = server(0)) {
            postgres.start();
            assertThat(query(postgres, "SELECT current_database()")).isEqualTo("training");
        }
    }

    @Test
    void refusesNamesThatNeedQuoting() throws Exception {
        try (EmbeddedPostgres postgres = server(0)) {
            assertThatThrownBy(() -> postgres.jdbcUrl("a?user=b"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'a?user=b'");
            assertThatThrownBy(() -> EmbeddedPostgres.at(home, 70_000))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("70000");
            assertThatThrownBy(postgres::password)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("call start() first");
        }
    }

    private EmbeddedPostgres server(int port) {
        return EmbeddedPostgres.at(home, port, SharedBinaries.FOLDER);
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl("training"), postgres.user(), postgres.password());
    }
}
