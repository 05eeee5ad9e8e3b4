package io.cuvette.service.inference.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.inference.rest.InferenceClient.Reply;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LibraryProfile.class)
class InferenceUnderLoadTest {

    @TestHTTPResource("/")
    URI base;

    @Inject ToyModels models;

    private InferenceClient client;

    @BeforeEach
    void connect() {
        client = new InferenceClient(base, "acme");
    }

    @AfterEach
    void everyLeaseIsGivenBack() {
        models.gate().open();
        await().untilAsserted(() -> assertThat(models.openLeases()).isZero());
    }

    @Test
    void sixtyFourClientsSeeTheirOwnMarksOnly() throws Exception {
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int mark = i + 1;
            clients.add(() -> countOwnAnswers(mark, 20));
        }
        for (Future<Integer> own : runAll(clients)) {
            assertThat(own.get()).isEqualTo(20);
        }
    }

    private int countOwnAnswers(int mark, int requests) {
        int own = 0;
        for (int i = 0; i < requests; i++) {
            String id = mark + "-" + i;
            String request =
                    InferenceClient.request(mark, i).replaceFirst("\\{", "{\"id\":\"" + id + "\",");
            JsonNode answer = client.infer("echo-fp32", request).json();
            boolean mine =
                    answer.path("id").asText().equals(id)
                            && answer.at("/outputs/0/data/0").asInt() == mark
                            && answer.at("/outputs/0/data/1").asInt() == i;
            own += mine ? 1 : 0;
        }
        return own;
    }

    @Test
    void switchingVersionsUnderLoadFailsAndMixesNothing() throws Exception {
        AtomicBoolean switching = new AtomicBoolean(true);
        Map<Integer, Integer> answersOf = new ConcurrentHashMap<>();
        List<Callable<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int mark = i + 1;
            clients.add(() -> problemsWhile(switching, mark, answersOf));
        }
        clients.add(
                () -> {
                    for (int i = 0; i < 24; i++) {
                        int version = 1 + i % ToyModels.VERSIONS;
                        int before = answersOf.getOrDefault(version, 0);
                        models.switchLive(version);
                        await().until(() -> answersOf.getOrDefault(version, 0) > before + 4);
                    }
                    switching.set(false);
                    return List.of();
                });
        List<String> problems = new ArrayList<>();
        for (Future<List<String>> found : runAll(clients)) {
            problems.addAll(found.get());
        }
        assertThat(problems).isEmpty();
        assertThat(answersOf).containsOnlyKeys(1, 2, 3, 4, 5, 6);
    }

    private List<String> problemsWhile(
            AtomicBoolean switching, int mark, Map<Integer, Integer> answersOf) {
        List<String> problems = new ArrayList<>();
        while (switching.get()) {
            Reply reply = client.infer("scale/versions/live", InferenceClient.request(mark, 1));
            JsonNode answer = reply.json();
            int version = answer.path("model_version").asInt();
            boolean right =
                    reply.status() == 200
                            && answer.at("/outputs/0/data/0").asInt() == mark * version
                            && answer.at("/outputs/0/data/1").asInt() == version
                            && answer.at("/outputs/1/data/0").asInt() == version;
            if (!right) {
                problems.add(reply.status() + " " + answer);
            }
            answersOf.merge(version, 1, Integer::sum);
        }
        return problems;
    }

    @Test
    void refusesWhatTheQueueCannotHoldAndAnswersTheRest() throws Exception {
        models.gate().shut();
        CompletableFuture<Reply> running = client.inferLater("slow", InferenceClient.request(1, 2));
        models.gate().awaitReached();
        int over = 8;
        List<CompletableFuture<Reply>> sent = new ArrayList<>();
        for (int i = 0; i < LibraryProfile.MAX_QUEUED + over; i++) {
            sent.add(client.inferLater("slow", InferenceClient.request(i, 2)));
        }
        await().until(() -> sent.stream().filter(CompletableFuture::isDone).count() == over);
        for (CompletableFuture<Reply> reply : sent) {
            if (reply.isDone()) {
                assertThat(reply.get().status()).isEqualTo(503);
                assertThat(reply.get().header("Retry-After")).isEqualTo("1");
                assertThat(reply.get().error()).contains("too many requests");
            }
        }
        models.gate().open();
        assertThat(running.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        Set<Integer> answered = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            Reply reply = sent.get(i).get(20, TimeUnit.SECONDS);
            if (reply.status() == 200) {
                assertThat(reply.json().at("/outputs/0/data/0").asInt()).isEqualTo(i);
                answered.add(i);
            }
        }
        assertThat(answered).hasSize(LibraryProfile.MAX_QUEUED);
    }

    @Test
    void aCallerThatHangsUpLeavesTheQueue() throws Exception {
        models.gate().shut();
        CompletableFuture<Reply> running = client.inferLater("slow", InferenceClient.request(1, 2));
        models.gate().awaitReached();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            String body = InferenceClient.request(3, 4);
            String head =
                    "POST /v2/models/slow/infer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(TestTokens.forTenant("acme"), body.length());
            socket.getOutputStream().write(InferenceClient.utf8(head + body));
            socket.getOutputStream().flush();
            await().until(() -> models.openLeases() == 2);
        }
        await().until(() -> models.openLeases() == 1);
        models.gate().open();
        assertThat(running.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    private static <T> List<Future<T>> runAll(List<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        try {
            return pool.invokeAll(tasks, 60, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
    }
}
