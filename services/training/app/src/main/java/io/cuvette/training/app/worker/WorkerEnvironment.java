package io.cuvette.training.app.worker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a worker is told by its launcher.
 *
 * @param folder an existing folder of this attempt alone
 * @param heartbeat time between two heartbeats
 * @param outageBudget time for which the service or the store may be away
 */
public record WorkerEnvironment(
        String jobId,
        int attempt,
        String token,
        URI callbackUrl,
        Path folder,
        Duration heartbeat,
        Duration outageBudget) {

    public static final String JOB_ID = "CUVETTE_JOB_ID";
    public static final String JOB_ATTEMPT = "CUVETTE_JOB_ATTEMPT";
    public static final String JOB_TOKEN = "CUVETTE_JOB_TOKEN";
    public static final String CALLBACK_URL = "CUVETTE_WORKER_CALLBACK_URL";
    public static final String FOLDER = "CUVETTE_WORKER_FOLDER";
    public static final String HEARTBEAT = "CUVETTE_WORKER_HEARTBEAT";
    public static final String OUTAGE_BUDGET = "CUVETTE_WORKER_OUTAGE_BUDGET";

    /**
     * @throws IllegalArgumentException naming the variable that is missing
     */
    public static WorkerEnvironment of(Map<String, String> variables) {
        return new WorkerEnvironment(
                required(variables, JOB_ID),
                Integer.parseInt(required(variables, JOB_ATTEMPT)),
                required(variables, JOB_TOKEN),
                URI.create(required(variables, CALLBACK_URL)),
                Path.of(required(variables, FOLDER)),
                Duration.parse(variables.getOrDefault(HEARTBEAT, "PT5S")),
                Duration.parse(variables.getOrDefault(OUTAGE_BUDGET, "PT10M")));
    }

    private static String required(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("environment variable " + name + " is missing");
        }
        return value;
    }

    @Override
    public String toString() {
        return "WorkerEnvironment[" + jobId + ", attempt " + attempt + "]";
    }
}
