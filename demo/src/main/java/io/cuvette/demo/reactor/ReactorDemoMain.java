package io.cuvette.demo.reactor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import io.cuvette.demo.RunningSuite;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code ./cuvette demo reactor} runs once the suite is up: an exothermic stirred tank and a
 * tube that the shipped model has never seen, adapted to from a few runs with and without physics;
 * each step over HTTP through the gateway, as any client would.
 */
@Command(
        name = "demo reactor",
        description = "Adapts the shipped reactor model to two unseen reactors from a few runs.",
        mixinStandardHelpOptions = true)
public final class ReactorDemoMain implements Callable<Integer> {
    private static final int TEST_RUNS = 40;
    private static final double NOISE = 0.01;
    private static final Set<String> WAITING = Set.of("queued", "running");
    private static final long POLL_MILLIS = 250;
    private static final String ADAPTATIONS = PilotReactor.API + "/adaptations/";

    @Spec private CommandSpec command;

    @Option(names = "--runs", description = "to adapt to, 1 to 50 (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(names = "--out", description = "folder for results (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("cuvette-demo-reactor");

    @Option(names = "--address", description = "gateway; default: that of the running suite")
    private Optional<URI> address = Optional.empty();

    @Option(names = "--key-file", description = "file with an API key; default: the admin key")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
            names = "--seed",
            description = "seed of reactors, runs and noise (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    private final PrintStream console = System.out;
    private final List<String> report = new ArrayList<>();

    /** A way to adapt, as it is named in the table and in file names. */
    private record Way(String title, String file, String method, String start, String physics) {}

    private static final List<Way> WAYS =
            List.of(
                    new Way("network from scratch", "scratch", "window", "scratch", "none"),
                    new Way("pretrained network", "pretrained", "window", "pretrained", "none"),
                    new Way(
                            "pretrained network with physics",
                            "physics",
                            "window",
                            "pretrained",
                            "chosen"),
                    new Way("default: balances, correction", "default", "default", "", ""));

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ReactorDemoMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (runs < 1 || runs > 50) {
            throw new ParameterException(command.commandLine(), "--runs is 1 to 50");
        }
        long begin = System.nanoTime();
        Files.createDirectories(out);
        RunningSuite suite = RunningSuite.ofThisUser(System.getenv());
        URI gateway = address.isPresent() ? address.get() : suite.address();
        Path key = keyFile.orElseGet(suite::adminKey);
        CuvetteClient client = new CuvetteClient(gateway, Files.readString(key).strip());

        show(client, PilotReactor.declare(client, "cstr", seed), "Exothermic stirred tank");
        show(client, PilotReactor.declare(client, "plug_flow", seed), "Plug-flow tube");
        Files.write(out.resolve("errors.txt"), report);
        console.printf(
                "%nWritten to %s: errors.txt, trajectories-*.png, runs-*.csv%n"
                        + "Done in %.0f s. The suite keeps running at %s (API docs: %s/q/swagger-ui).%n"
                        + "./cuvette down stops it.%n",
                out, (System.nanoTime() - begin) / 1e9, gateway, gateway);
        return 0;
    }

    private void show(CuvetteClient client, PilotReactor reactor, String title)
            throws IOException, InterruptedException {
        List<PilotRun> test = reactor.experiments(TEST_RUNS);
        double[] deviations = PilotRun.deviations(test);
        List<PilotRun> measured = new ArrayList<>();
        for (PilotRun run : reactor.experiments(runs)) {
            measured.add(run.noisy(NOISE * deviations[0], NOISE * deviations[1], reactor.random()));
        }
        Files.writeString(
                out.resolve("runs-%s.csv".formatted(reactor.type())), PilotRun.csv(measured));
        String learned = reactor.send("learned", measured);
        String held = reactor.send("held-out", test);
        say("");
        say(
                "%s: %d runs with 1 %% noise to learn from, %d exact ones to be judged by"
                        .formatted(title, runs, TEST_RUNS));
        say("(it loses heat, of which the model is not told; its substance is up to 5 % off)");
        say("");

        ErrorLines errors = new ErrorLines(deviations);
        List<String> notes = new ArrayList<>();
        for (Way way : WAYS) {
            JsonNode adaptation = adapt(client, reactor, learned, way);
            String id = adaptation.get("id").asText();
            ObjectNode on = client.object();
            on.putArray("runs").add(held);
            JsonNode overall = client.post(ADAPTATIONS + id + ":compare", on).get("overall");
            errors.add("persistence", overall.path("persistence"));
            errors.add("nominal balances", overall.path("nominal"));
            errors.add("ridge on the difference from the start", overall.path("ridge"));
            errors.add(way.title(), overall.path("adapted"));
            notes.addAll(notes(reactor, way, adaptation.get("result")));
            client.download(
                    "%s%s/plots/trajectories.png?runs=%s&run=run-1&run=run-2&run=run-3"
                            .formatted(ADAPTATIONS, id, held),
                    out.resolve("trajectories-%s-%s.png".formatted(reactor.type(), way.file())));
        }
        errors.lines().forEach(this::say);
        say("nMSE: mean squared error in units of the outputs' variance over the judging runs");
        notes.forEach(this::say);
    }

    private static JsonNode adapt(
            CuvetteClient client, PilotReactor reactor, String learned, Way way)
            throws IOException, InterruptedException {
        ObjectNode request = client.object().put("method", way.method());
        request.putArray("runs").add(learned);
        if (way.method().equals("window")) {
            request.put("start", way.start()).put("physics", way.physics());
        }
        JsonNode adaptation =
                client.post(
                        "%s/reactors/%s/adaptations".formatted(PilotReactor.API, reactor.id()),
                        request);
        String id = adaptation.get("id").asText();
        while (WAITING.contains(adaptation.get("state").asText())) {
            Thread.sleep(POLL_MILLIS);
            adaptation = client.get(ADAPTATIONS + id);
        }
        if (!adaptation.get("state").asText().equals("ready")) {
            throw new IOException("the adaptation failed: " + adaptation.get("failure"));
        }
        return adaptation;
    }

    /** What an adaptation says of itself. */
    private static List<String> notes(PilotReactor reactor, Way way, JsonNode result) {
        List<String> notes = new ArrayList<>();
        if (way.physics().equals("chosen")) {
            notes.add(
                    "Weight of physics, chosen on runs that were left out: %s"
                            .formatted(result.at("/window/physicsWeight").asText()));
        }
        if (way.method().equals("default")) {
            notes.add("Correction chosen: " + result.get("correction").asText());
            notes.add(
                    "Parameters; the heat that is lost bends them, and their intervals do not know:");
            for (JsonNode parameter : result.get("parameters")) {
                String name = parameter.get("name").asText();
                notes.add(
                        "%-28s %10.5g expected, %10.5g [%.5g, %.5g] found, %10.5g in truth"
                                .formatted(
                                        name,
                                        parameter.get("expected").asDouble(),
                                        parameter.get("value").asDouble(),
                                        parameter.get("low").asDouble(),
                                        parameter.get("high").asDouble(),
                                        reactor.actual(name)));
            }
        }
        return notes;
    }

    private void say(String line) {
        console.println(line);
        report.add(line);
    }
}
