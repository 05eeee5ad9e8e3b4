package io.cuvette.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {

    @TempDir private Path home;

    @Test
    void findsTheGatewayOnWhateverPortItWasStarted() throws IOException {
        Files.writeString(
                home.resolve("state.json"),
                "{\"phase\": \"READY\", \"address\": \"http://127.0.0.1:9090\", \"new\": 1}");

        RunningSuite suite = RunningSuite.ofThisUser(Map.of("CUVETTE_HOME", home.toString()));

        assertThat(suite.address()).hasToString("http://127.0.0.1:9090");
        assertThat(suite.adminKey()).isEqualTo(home.resolve("admin-key"));
    }

    @Test
    void saysWhatToDoWhereNoSuiteWasStarted() {
        RunningSuite suite = new RunningSuite(home);

        assertThatThrownBy(suite::address)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("./cuvette up");
    }

    @Test
    void looksInTheHomeFolderUnlessToldOtherwise() {
        Path usual = Path.of(System.getProperty("user.home"), ".cuvette");

        assertThat(RunningSuite.ofThisUser(Map.of()).home()).isEqualTo(usual);
        assertThat(RunningSuite.ofThisUser(Map.of("CUVETTE_HOME", " ")).home()).isEqualTo(usual);
    }
}
