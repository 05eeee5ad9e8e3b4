package io.cuvette.reactormodel.app.rest;

import static io.cuvette.reactormodel.app.testing.Api.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.app.testing.Api;
import io.cuvette.reactormodel.app.testing.MeasuredTank;
import io.cuvette.reactormodel.app.testing.ReactorBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Derivatives over HTTP are those of predictions over HTTP. */
@QuarkusTest
@QuarkusTestResource(ReactorBackends.class)
class ModelSensitivityTest {
    private static final String RUN =
            "{\"initialState\": {\"concentrationKmolPerM3\": %s, \"temperatureK\": %s},"
                    + " \"timesH\": [0.0015, 0.005], \"inputs\": [{\"values\":"
                    + " {\"feedConcentrationDeviationKmolPerM3\": %s, \"heatDeviationKJPerH\": %s}}]}";

    private final Api api = new Api("deriving");
    private String reactor;
    private String adaptation;
    private String correction;

    /** Nothing is unknown, so that what the tank loses is left to the correction. */
    @BeforeEach
    void adapt() {
        reactor = api.reactor(Api.CSTR);
        ok(api.send(reactor, "text/csv", MeasuredTank.csv(12, 3)), 201);
        JsonPath made = ok(api.post("/reactors/" + reactor + "/adaptations", "{}"), 201);
        adaptation = "/adaptations/" + made.getString("id");
        correction = made.getString("result.correction");
    }

    @AfterEach
    void forget() {
        api.delete("/reactors/" + reactor);
    }

    private JsonPath predict(double... values) {
        return ok(api.post(adaptation + ":predict", "{\"runs\": [" + run(values) + "]}"), 200);
    }

    private static String run(double... values) {
        return RUN.formatted(values[0], values[1], values[2], values[3]);
    }

    @Test
    void derivesWhatIsPredictedWithItsCorrection() {
        assertThat(correction).isIn("linear", "network");
        // a network's are in single precision, and differences smear the kinks of its units
        double tolerance = correction.equals("linear") ? 5e-3 : 0.1;
        double[] at = {2, 395, 0.3, 2e4};
        JsonPath found =
                ok(
                        api.post(
                                adaptation + ":sensitivity",
                                "{\"run\": "
                                        + run(at)
                                        + ", \"by\": [\"inputs\", \"initial_state\","
                                        + " \"kinetics\"]}"),
                        200);

        // inputs come first, then the state: their places among the values above
        int[] place = {2, 3, 0, 1};
        double[] steps = {0.05, 5e3, 0.02, 2};
        for (int q = 0; q < place.length; q++) {
            double[] plus = at.clone();
            double[] minus = at.clone();
            plus[place[q]] += steps[q];
            minus[place[q]] -= steps[q];
            JsonPath above = predict(plus);
            JsonPath below = predict(minus);
            double[] differences = new double[2];
            for (int t = 0; t < 2; t++) {
                String temperatures = "runs[0].prediction.temperaturesK[" + t + "]";
                differences[t] =
                        (above.<Number>get(temperatures).doubleValue()
                                        - below.<Number>get(temperatures).doubleValue())
                                / (2 * steps[q]);
            }
            double largest = Math.max(Math.abs(differences[0]), Math.abs(differences[1]));
            for (int t = 0; t < 2; t++) {
                assertThat(found.getDouble("derivatives[" + q + "].ofTemperature[" + t + "]"))
                        .as("%d at %d", q, t)
                        .isCloseTo(differences[t], within(tolerance * largest + 1e-7));
            }
        }
        assertThat(found.getList("derivatives.withoutCorrection"))
                .containsExactly(false, false, false, false, true, true, true);
    }
}
