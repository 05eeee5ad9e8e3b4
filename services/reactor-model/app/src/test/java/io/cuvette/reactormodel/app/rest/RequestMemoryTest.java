package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.code;
import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuvette.reactormodel.app.service.LargeBodies;
import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.TenantPermits.Permit;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request takes in memory before anything of it is judged. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class RequestMemoryTest {
    private static final String TENANT = "large";

    /** As configured. */
    private static final int PLACES = 4;

    private static final int LARGE = 70_000;

    @Inject LargeBodies bodies;

    private final Api api = new Api(TENANT);
    private String reactor;

    @BeforeEach
    void declare() {
        reactor = api.reactor(MeasuredTank.DECLARATION);
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private static String simulation(String times) {
        return "{\"run\": {\"initialState\": {\"concentrationKmolPerM3\": 2, \"temperatureK\": 400},"
                + " \"timesH\": ["
                + times
                + "]}}";
    }

    @ParameterizedTest
    @ValueSource(ints = {600_000, 4_000_000})
    void listsOfMillionsOfNumbersAreRefusedBeforeTheyAreBuilt(int numbers) {
        Response refused =
                api.post(
                        "/reactors/" + reactor + ":simulate",
                        simulation("1,".repeat(numbers) + "1"));

        assertThat(code(refused, 413)).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(refused.jsonPath().getString("detail"))
                .isEqualTo(
                        "The body is longer or holds more values than is read at once; send less.");
    }

    @Test
    void longTextIsRefusedBeforeItIsRead() {
        Response refused = api.post("/reactors", "{\"name\": \"" + "n".repeat(5_000_000) + "\"}");

        assertThat(code(refused, 413)).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void asManyNumbersAsAnyAnswerHasAreRead() {
        // too many for one run, which is told of the list itself
        Response refused =
                api.post(
                        "/reactors/" + reactor + ":simulate",
                        simulation("0.001,".repeat(250_000) + "1"));

        assertThat(code(refused, 400)).isEqualTo("INVALID_REQUEST");
        assertThat(refused.jsonPath().getList("errors.field")).contains("run.timesH");
    }

    private List<Permit> takeAll() {
        List<Permit> taken = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            taken.add(bodies.take(new TenantId(TENANT)));
        }
        return taken;
    }

    private boolean areAllFree() {
        List<Permit> taken = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                taken.add(bodies.take(new TenantId(TENANT)));
            }
            return true;
        } catch (ProblemException e) {
            return false;
        } finally {
            taken.forEach(Permit::close);
        }
    }

    private Response upload(Api by, String to) {
        return by.send(to, "text/csv", new byte[LARGE]);
    }

    @Test
    void uploadsWaitOutsideWhileTheTenantHasAllItsPlaces() {
        Api other = new Api("large-other");
        String others = other.reactor(MeasuredTank.DECLARATION);
        List<Permit> taken = takeAll();
        try {
            Response refused = upload(api, reactor);
            assertThat(code(refused, 503)).isEqualTo("OVERLOADED");
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            Response json =
                    api.post(
                            "/reactors/" + reactor + ":simulate",
                            simulation("0.001,".repeat(20_000) + "1"));
            assertThat(code(json, 503)).isEqualTo("OVERLOADED");

            ok(api.send(reactor, "text/csv", MeasuredTank.csv(1, 1)), 201);
            assertThat(code(upload(other, others), 400)).isEqualTo("INVALID_REQUEST");
        } finally {
            taken.forEach(Permit::close);
            other.delete("/reactors/" + others);
        }
        for (int i = 0; i <= PLACES; i++) {
            // a place that was not given back would be missing
            assertThat(code(upload(api, reactor), 400)).isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void whoHangsUpInTheMiddleGivesThePlaceBack() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            ("POST "
                                            + Api.ROOT
                                            + "/reactors/"
                                            + reactor
                                            + "/runs HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Type: text/csv\r\nContent-Length: "
                                            + LARGE
                                            + "\r\nAuthorization: Bearer "
                                            + TestTokens.forTenant(TENANT)
                                            + "\r\n\r\nrun,timeH\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            await().until(() -> !areAllFree());
        }
        await().until(this::areAllFree);
    }

    @Test
    void aPlaceIsRefusedWhenThereIsNone() {
        List<Permit> taken = takeAll();
        try {
            assertThatThrownBy(() -> bodies.take(new TenantId(TENANT)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("try again in a moment");
        } finally {
            taken.forEach(Permit::close);
        }
    }
}
