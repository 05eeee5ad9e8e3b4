package io.cuvette.demo.reactor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A reactor to adapt to, played by the service's simulator: one declaration holds what is really
 * built, with a substance a few percent off and heat lost to the surroundings, the other what its
 * people know of it.
 */
final class PilotReactor {
    static final String API = "/api/v1/reactor-model";

    private static final int TIMES = 10;

    /** What people know only about, and how well. */
    private static final List<String> UNKNOWN =
            List.of(
                    "preExponentialFactor",
                    "activationEnergyKJPerKmol",
                    "reactionEnthalpyKJPerKmol",
                    "heatCapacityKJPerKgK");

    /** Beyond the balances that its people know of. */
    private static final List<String> EXTRA = List.of("heatLossKJPerHourK", "ambientTemperatureK");

    private static final double BELIEF = 0.04;

    /** Of the difference to the surroundings in a window; nobody declares it. */
    private static final double HEAT_LOST = 0.1;

    private final CuvetteClient client;
    private final String type;
    private final JsonNode actual;
    private final JsonNode declared;
    private final Random random;

    private PilotReactor(
            CuvetteClient client, String type, JsonNode actual, JsonNode declared, Random random) {
        this.client = client;
        this.type = type;
        this.actual = actual;
        this.declared = declared;
        this.random = random;
    }

    /** Declares both. */
    static PilotReactor declare(CuvetteClient client, String type, long seed)
            throws IOException, InterruptedException {
        Random random = new Random(seed);
        ObjectNode known = client.object();
        ObjectNode real = client.object();
        ObjectNode believed = client.object().put("name", "demo " + type).put("type", type);
        var unknown = believed.putArray("unknown");
        JsonNode description = nominal(client, type);
        for (JsonNode parameter : description.get("parameters")) {
            String name = parameter.get("name").asText();
            double nominal = parameter.get("nominal").asDouble();
            if (UNKNOWN.contains(name)) {
                real.put(name, nominal * (1 + 0.05 * (2 * random.nextDouble() - 1)));
                unknown.addObject()
                        .put("parameter", name)
                        .put("expected", nominal)
                        .put("relativeDeviation", BELIEF);
            } else if (!EXTRA.contains(name) && !name.startsWith("side")) {
                real.put(name, nominal);
                known.put(name, nominal);
            }
        }
        // of a tube for each metre, as its cross-section is
        double volumeM3 = real.path("volumeM3").asDouble(real.path("crossSectionM2").asDouble());
        real.put(
                "heatLossKJPerHourK",
                -Math.log(1 - HEAT_LOST)
                        / description.get("windowH").asDouble()
                        * volumeM3
                        * real.get("densityKgPerM3").asDouble()
                        * real.get("heatCapacityKJPerKgK").asDouble());
        believed.set("parameters", known);
        ObjectNode built =
                client.object().put("name", "demo " + type + ", as it is").put("type", type);
        built.set("parameters", real);
        if (type.equals("plug_flow")) {
            // where the paper measures, and where physics can follow a tube step by step
            built.put("measuredNode", "first");
            believed.put("measuredNode", "first");
        }
        return new PilotReactor(
                client,
                type,
                client.post(API + "/reactors", built),
                client.post(API + "/reactors", believed),
                random);
    }

    private static JsonNode nominal(CuvetteClient client, String type)
            throws IOException, InterruptedException {
        for (JsonNode one : client.get(API + "/reactor-types").get("items")) {
            if (one.get("type").asText().equals(type)) {
                return one;
            }
        }
        throw new IOException("the service knows no reactors of type " + type);
    }

    String type() {
        return type;
    }

    /** Id of the declaration that a model is adapted from. */
    String id() {
        return declared.get("id").asText();
    }

    /** What a parameter really is, and what its people believe. */
    double actual(String parameter) {
        return actual.at("/parameters/" + parameter).asDouble();
    }

    /** Experiments somewhere in the region, without noise. */
    List<PilotRun> experiments(int count) throws IOException, InterruptedException {
        List<PilotRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(experiment("run-" + (i + 1)));
        }
        return runs;
    }

    private PilotRun experiment(String name) throws IOException, InterruptedException {
        JsonNode region = declared.get("region");
        ObjectNode request = client.object();
        ObjectNode run = request.putObject("run");
        ObjectNode inputs = run.putArray("inputs").addObject().putObject("values");
        region.get("inputs")
                .properties()
                .forEach(input -> inputs.put(input.getKey(), within(input.getValue())));
        double concentration = Double.NaN;
        double temperature = Double.NaN;
        if (!type.equals("plug_flow")) {
            concentration = within(region.get("startConcentrationKmolPerM3"));
            temperature = within(region.get("startTemperatureK"));
            run.putObject("initialState")
                    .put("concentrationKmolPerM3", concentration)
                    .put("temperatureK", temperature);
        }
        var times = run.putArray("timesH");
        for (int i = 1; i <= TIMES; i++) {
            times.add(region.get("windowH").asDouble() * i / TIMES);
        }
        JsonNode answer =
                client.post(
                        "%s/reactors/%s:simulate".formatted(API, actual.get("id").asText()),
                        request);
        return new PilotRun(
                name,
                inputs,
                concentration,
                temperature,
                numbers(answer.get("timesH")),
                numbers(answer.get("concentrationsKmolPerM3")),
                numbers(answer.get("temperaturesK")));
    }

    private double within(JsonNode range) {
        double low = range.get("low").asDouble();
        return low + (range.get("high").asDouble() - low) * random.nextDouble();
    }

    private static double[] numbers(JsonNode values) {
        double[] numbers = new double[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).asDouble();
        }
        return numbers;
    }

    /** Sends runs as a file and answers its id. */
    String send(String name, List<PilotRun> runs) throws IOException, InterruptedException {
        return client.post(
                        "%s/reactors/%s/runs?name=%s".formatted(API, id(), name),
                        "text/csv",
                        PilotRun.csv(runs))
                .get("id")
                .asText();
    }

    Random random() {
        return random;
    }
}
