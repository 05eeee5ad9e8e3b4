package io.cuvette.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What {@code ./cuvette demo} runs once the suite is up: upload, train, score, draw, export; each
 * step over HTTP through the gateway, as any client would.
 */
@Command(
        name = "demo",
        description = "Corrects a single-cell dataset with a running suite and shows the result.",
        mixinStandardHelpOptions = true)
public final class DemoMain implements Callable<Integer> {

    private static final String API = "/api/v1/batch-correction/models";
    private static final List<String> METHODS = List.of("pca", "harmony", "fe", "re", "medl_plus");

    private static final int STRIP_CELLS = 3;
    private static final int STRIP_BATCHES = 8;
    private static final int MOST_STRIP_GENES = 400;

    @Option(
            names = "--data",
            description =
                    "an .h5ad, 10x or CSV file, or a folder of count tables; default: simulated")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--batch",
            description = "column that names the batch (default: ${DEFAULT-VALUE})")
    private String batch = "batch";

    @Option(names = "--label", description = "column that names the cell type")
    private Optional<String> label = Optional.empty();

    @Option(names = "--out", description = "folder for results (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("cuvette-demo");

    @Option(names = "--address", description = "gateway; default: that of the running suite")
    private Optional<URI> address = Optional.empty();

    @Option(names = "--key-file", description = "file with an API key; default: the admin key")
    private Optional<Path> keyFile = Optional.empty();

    @Option(names = "--seed", description = "seed of data and training (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--name", description = "name of the model (default: ${DEFAULT-VALUE})")
    private String name = "demo";

    @Option(names = "--genes", description = "highly variable genes (default: ${DEFAULT-VALUE})")
    private int genes = 1000;

    @Option(names = "--terminal", description = "draw progress over one line")
    private boolean terminal;

    private final PrintStream console = System.out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DemoMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        long begin = System.nanoTime();
        Files.createDirectories(out);
        RunningSuite suite = RunningSuite.ofThisUser(System.getenv());
        URI gateway = address.isPresent() ? address.get() : suite.address();
        Path key = keyFile.orElseGet(suite::adminKey);
        CuvetteClient client = new CuvetteClient(gateway, Files.readString(key).strip());

        DemoDataset dataset = DemoDataset.prepare(data, out, seed);
        String labelColumn = label.orElse(dataset.labelColumn());
        console.printf("Dataset    %s%n", dataset.title());

        JsonNode uploaded = client.upload(name, dataset.file());
        if (!uploaded.get("state").asText().equals("READY")) {
            console.println("The dataset was refused:");
            uploaded.get("findings").forEach(this::printFinding);
            return 1;
        }
        JsonNode description = uploaded.get("description");
        console.printf(
                "Uploaded   %,d cells x %,d genes, %,d values, as dataset %s%n",
                description.get("cells").asInt(),
                description.get("genes").asInt(),
                description.get("storedValues").asLong(),
                uploaded.get("id").asText());

        Optional<JsonNode> job = train(client, uploaded.get("id").asText(), labelColumn);
        if (job.isEmpty()) {
            return 1;
        }
        report(client, labelColumn);
        console.printf(
                "%nDone in %.0f s. The suite keeps running at %s (API docs: %s/q/swagger-ui).%n"
                        + "./cuvette down stops it.%n",
                (System.nanoTime() - begin) / 1e9, gateway, gateway);
        return 0;
    }

    private Optional<JsonNode> train(CuvetteClient client, String datasetId, String labelColumn)
            throws IOException, InterruptedException {
        ObjectNode create =
                client.object()
                        .put("name", name)
                        .put("datasetId", datasetId)
                        .put("batchKey", batch);
        if (!labelColumn.isEmpty()) {
            create.put("labelKey", labelColumn);
        }
        METHODS.forEach(create.putArray("methods")::add);
        create.putObject("settings").put("genes", genes);
        create.put("seed", seed);
        JsonNode job;
        try {
            job = client.post(API, create);
        } catch (CuvetteClient.UnexpectedAnswerException refused) {
            console.println("The job was refused: " + refused.getMessage());
            return Optional.empty();
        }
        console.printf(
                "Training   %s as job %s%n", String.join(", ", METHODS), job.get("id").asText());
        ProgressLine line = new ProgressLine(console, terminal);
        JsonNode ended = client.follow(job.get("id").asText(), line::show);
        line.end();
        if (!ended.get("state").asText().equals("SUCCEEDED")) {
            console.println(
                    "The job ended " + ended.get("state").asText() + ": " + ended.path("failure"));
            return Optional.empty();
        }
        console.printf("Model      %s, version %d%n", name, ended.get("modelVersion").asInt());
        return Optional.of(ended);
    }

    private void report(CuvetteClient client, String labelColumn)
            throws IOException, InterruptedException {
        String model = API + "/" + name;
        JsonNode card = client.get(model);
        card.path("warnings").forEach(this::printFinding);

        console.println();
        List<String> table = new ArrayList<>(ScoreTable.lines(client.get(model + "/evaluation")));
        JsonNode validity = card.at("/card/validity");
        if (!validity.isEmpty()) {
            table.add("");
            table.addAll(ScoreTable.validity(validity));
        }
        JsonNode entries = client.get(model + "/classification").path("entries");
        if (!entries.isEmpty()) {
            table.add("");
            table.addAll(ScoreTable.classification(entries));
        }
        table.forEach(console::println);
        Files.write(out.resolve("scores.txt"), table);

        List<String> colors = labelColumn.isEmpty() ? List.of("batch") : List.of("batch", "label");
        for (String method : METHODS) {
            for (String color : colors) {
                client.download(
                        "%s/plots/umap.png?method=%s&color=%s".formatted(model, method, color),
                        out.resolve("umap-%s-%s.png".formatted(method, color)));
            }
        }
        client.download(
                model + "/plots/pca.png?method=pca&color=batch", out.resolve("pca-batch.png"));
        client.download(model + "/plots/comparison.png", out.resolve("umap-before-after.png"));
        client.download(model + "/plots/scib-table.png", out.resolve("scib-table.png"));
        client.download(model + "/plots/loss.png", out.resolve("losses.png"));
        client.download(
                model + ":genomap", strip(client, model), out.resolve("counterfactual-strip.png"));
        client.download(model + "/export.h5ad", out.resolve("corrected.h5ad"));
        console.printf(
                "%nWritten to %s: scores.txt, scib-table.png, counterfactual-strip.png,"
                        + " umap-before-after.png, umap-*.png, pca-batch.png, losses.png,"
                        + " corrected.h5ad%n",
                out);
    }

    /** The first cell of each of some batches, shown in every batch as a genomap. */
    private static ObjectNode strip(CuvetteClient client, String model)
            throws IOException, InterruptedException {
        JsonNode points = client.get(model + "/plots/umap.json?method=medl_plus");
        Set<String> batches = new HashSet<>();
        JsonNode card = client.get(model).get("card");
        int genes = Math.min(MOST_STRIP_GENES, card.at("/preprocessing/genes").size());
        ObjectNode request = client.object().put("format", "png").put("genes", genes);
        ArrayNode cells = request.putArray("cells");
        JsonNode codes = points.at("/batch/codes");
        for (int i = 0; i < codes.size() && cells.size() < STRIP_CELLS; i++) {
            if (batches.add(codes.get(i).asText())) {
                cells.add(points.at("/cells/" + i).asText());
            }
        }
        ArrayNode shown = request.putArray("batches");
        card.get("batches")
                .forEach(
                        batch -> {
                            if (shown.size() < STRIP_BATCHES) {
                                shown.add(batch);
                            }
                        });
        return request;
    }

    private void printFinding(JsonNode finding) {
        console.printf(
                "  %s %s: %s%n",
                finding.get("severity").asText(),
                finding.get("field").asText(),
                finding.get("message").asText());
    }
}
