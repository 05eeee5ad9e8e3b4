package io.cuvette.training.app;

import static org.awaitility.Awaitility.await;

import io.cuvette.training.app.launcher.LocalLauncher;
import io.cuvette.training.app.testing.Api;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** What the fault tests do to processes. */
final class FaultSupport {

    static final Duration LIMIT = Duration.ofSeconds(90);

    private FaultSupport() {}

    static void awaitPercentage(Api api, String jobId, double percentage) {
        await("job " + jobId + " at " + percentage + " %")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> api.job(jobId),
                        (JsonPath job) -> job.getDouble("progress.percentage") >= percentage);
    }

    /** Ends the process of an attempt as the kernel would. */
    static void kill9(LocalLauncher launcher, String jobId, int attempt)
            throws IOException, InterruptedException {
        signal("-KILL", launcher, jobId, attempt);
    }

    static void signal(String signal, LocalLauncher launcher, String jobId, int attempt)
            throws IOException, InterruptedException {
        OptionalLong pid = launcher.processId(jobId, attempt);
        Process kill =
                new ProcessBuilder("kill", signal, Long.toString(pid.orElseThrow()))
                        .inheritIO()
                        .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill " + signal + " failed");
        }
    }

    /** Waits with everything running as it is: an outage of a length that the test is about. */
    static void outageOf(Duration duration) {
        await().pollDelay(duration).atMost(duration.plusSeconds(30)).until(() -> true);
    }
}
