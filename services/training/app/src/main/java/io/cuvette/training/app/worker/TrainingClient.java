package io.cuvette.training.app.worker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.training.app.service.StopRequest;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.app.worker.protocol.CheckpointRecord;
import io.cuvette.training.app.worker.protocol.FailureReport;
import io.cuvette.training.app.worker.protocol.HeartbeatAnswer;
import io.cuvette.training.app.worker.protocol.ProgressReport;
import io.cuvette.training.app.worker.protocol.PublishAnswer;
import io.cuvette.training.app.worker.protocol.PublishRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The training service as its worker sees it. Each method is one call with a deadline; callers
 * retry. Every call may be repeated without harm.
 */
final class TrainingClient {

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(30);

    private final ObjectMapper json =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_DEADLINE)
                    .build();
    private final String base;
    private final String token;

    TrainingClient(WorkerEnvironment environment) {
        this.base =
                environment.callbackUrl().toString().replaceAll("/+$", "")
                        + "/internal/v1/jobs/"
                        + environment.jobId()
                        + "/attempts/"
                        + environment.attempt();
        this.token = environment.token();
    }

    Assignment assignment() throws IOException, InterruptedException {
        return json.readValue(send(request("").GET().build()), Assignment.class);
    }

    StopRequest heartbeat() throws IOException, InterruptedException {
        return json.readValue(post("/heartbeat", json.createObjectNode()), HeartbeatAnswer.class)
                .request();
    }

    void progress(ProgressReport report) throws IOException, InterruptedException {
        post("/progress", report);
    }

    void checkpoint(CheckpointRecord checkpoint) throws IOException, InterruptedException {
        post("/checkpoints", checkpoint);
    }

    int publish(PublishRequest publication) throws IOException, InterruptedException {
        return json.readValue(post("/publish", publication), PublishAnswer.class).version();
    }

    void failure(FailureReport report) throws IOException, InterruptedException {
        post("/failure", report);
    }

    void stopped() throws IOException, InterruptedException {
        post("/stopped", json.createObjectNode());
    }

    private String post(String path, Object body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(CALL_DEADLINE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response.body();
        }
        if (status == 409 || status == 401 || status == 403) {
            throw new LeaseLostException();
        }
        String what = request.uri().getPath() + " answered " + status + ": " + response.body();
        if (status / 100 == 4 && status != 408 && status != 429) {
            throw new RefusedException(what);
        }
        throw new IOException(what);
    }
}
