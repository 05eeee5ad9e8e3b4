package io.cuvette.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.bench.JobTimeline.Moment;
import io.cuvette.demo.CuvetteClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * From the POST of a job to the first optimizer step that its event stream tells of, over HTTP
 * through the gateway. The worker reports once a second, so every figure after the start of the
 * worker is late by half a second on average.
 */
final class JobOverhead implements Benchmark {

    /** More than will be trained: each job is cancelled after its first steps. */
    private static final int EPOCHS = 2_000;

    private static final String MODEL = "bench-job";

    private final SuiteAccess suite;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    JobOverhead(SuiteAccess suite) {
        this.suite = suite;
    }

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        // the first worker of a fresh suite unpacks the native engine
        observe();
        List<JobTimeline> timelines = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            timelines.add(observe());
        }
        List<Row> rows = new ArrayList<>();
        double total =
                Medians.of(
                        timelines.stream()
                                .mapToDouble(t -> t.secondsTo(Moment.FIRST_STEP))
                                .toArray());
        rows.add(Row.of("job, POST to first step", seconds(total)));
        for (Moment moment : Moment.values()) {
            double part =
                    Medians.of(timelines.stream().mapToDouble(t -> t.secondsOf(moment)).toArray());
            rows.add(Row.of("  of it: " + moment.part(), seconds(part)));
        }
        return rows;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private JobTimeline observe() throws IOException, InterruptedException {
        CuvetteClient client = suite.client();
        JsonNode request = suite.job(MODEL, 1_000, EPOCHS);
        JobTimeline timeline = new JobTimeline();
        long begin = System.nanoTime();
        String id = client.post("/api/v1/jobs", request).get("id").asText();
        timeline.saw(Moment.ACCEPTED, System.nanoTime() - begin);
        try {
            follow(client, id, timeline, begin);
        } finally {
            end(client, id);
        }
        return timeline;
    }

    private static void end(CuvetteClient client, String id)
            throws IOException, InterruptedException {
        try {
            client.post("/api/v1/jobs/" + id + ":cancel", client.object());
        } catch (CuvetteClient.UnexpectedAnswerException e) {
            if (e.status() != 409) {
                throw e;
            }
            // it has ended by itself
        }
        client.follow(id, job -> {});
    }

    private void follow(CuvetteClient client, String id, JobTimeline timeline, long begin)
            throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response =
                http.send(
                        client.request("/api/v1/jobs/" + id + "/events")
                                .header("Accept", "text/event-stream")
                                .GET()
                                .build(),
                        BodyHandlers.ofLines());
        EventStream events = new EventStream();
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("events of a job: HTTP " + response.statusCode());
            }
            Iterator<String> each = lines.iterator();
            while (!timeline.complete()) {
                if (!each.hasNext()) {
                    throw new IOException(
                            "job ended before its first step: " + client.get("/api/v1/jobs/" + id));
                }
                var event = events.line(each.next());
                long now = System.nanoTime() - begin;
                event.ifPresent(e -> timeline.saw(e, now));
            }
        }
    }
}
