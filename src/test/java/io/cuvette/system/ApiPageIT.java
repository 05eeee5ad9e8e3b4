package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API page of the gateway in a real browser. */
class ApiPageIT {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");

    @TempDir Path folder;

    @Test
    void listsEveryServiceAndItsOperations() throws Exception {
        assumeTrue(Files.isExecutable(BROWSER), "skipped: no chromium");
        Path page = folder.resolve("page.html");
        Process browser =
                new ProcessBuilder(
                                BROWSER.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--virtual-time-budget=30000",
                                "--dump-dom",
                                Suite.started().gateway() + "/q/swagger-ui/")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(page.toFile())
                        .start();

        assertThat(browser.waitFor(2, TimeUnit.MINUTES)).isTrue();

        String dom = Files.readString(page);
        assertThat(dom)
                .contains("/api/docs/training")
                .contains("/api/docs/batch-correction")
                .contains("/api/docs/reactor-model")
                .contains("opblock-summary")
                .doesNotContain("Failed to load API definition");
    }
}
