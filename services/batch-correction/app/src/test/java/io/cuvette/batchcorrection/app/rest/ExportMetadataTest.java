package io.cuvette.batchcorrection.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.TrainedModels;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.testing.Python;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as AnnData reads it, and what AnnData wrote into an upload. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ExportMetadataTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code uns/medl} as JSON; tables through pandas, as an analysis would take them. */
    private static final String ABOUT =
            """
            import json, sys
            import anndata, numpy as np, pandas as pd
            a = anndata.read_h5ad(sys.argv[1])
            u = a.uns["medl"]

            def plain(value):
                if isinstance(value, dict):
                    return {k: plain(v) for k, v in value.items()}
                if isinstance(value, np.ndarray):
                    return [plain(v) for v in value.tolist()]
                return value.item() if hasattr(value, "item") else value

            tables = {"classification": pd.DataFrame(u.pop("classification"))}
            if "intervals" in u:
                tables["intervals"] = pd.DataFrame(u["intervals"].pop("table"))
            about = plain(u)
            for name, table in tables.items():
                about[name + "_table"] = json.loads(table.to_json(orient="records",
                                                                  double_precision=15))
            about["obs"] = {c: str(a.obs[c].dtype) for c in a.obs}
            about["var"] = {c: str(a.var[c].dtype) for c in a.var}
            design = u.get("design", {})
            about["batches_table"] = json.loads(
                pd.DataFrame(design.get("batches", {})).to_json(orient="records"))
            about["obsm"] = sorted(a.obsm.keys())
            print(json.dumps(about))
            """;

    /** The same file with parts that no element of ours stands for. */
    private static final String ENRICH =
            """
            import sys
            import anndata, numpy as np, pandas as pd, scipy.sparse as sp
            a = anndata.read_h5ad(sys.argv[1])
            cells, genes = a.shape
            r = np.random.RandomState(1)
            a.raw = a.copy()
            a.layers["spliced"] = sp.random(cells, genes, .1, "csr", random_state=2)
            a.obs["donor"] = pd.Categorical(["d%d" % (i % 7) for i in range(cells)])
            a.obs["score"] = r.rand(cells)
            a.var["mt"] = r.rand(genes) < .1
            a.obsm["X_pca"] = r.rand(cells, 3)
            a.obsm["frame"] = pd.DataFrame({"q": np.arange(cells)}, index=a.obs.index)
            a.varm["PCs"] = r.rand(genes, 3).astype("float32")
            a.obsp["distances"] = sp.random(cells, cells, .05, "csr", random_state=3)
            a.varp["links"] = sp.random(genes, genes, .05, "csr", random_state=4)
            a.uns["neighbors"] = {"params": {"n": 15, "metric": "cosine"},
                                  "deep": {"list": np.arange(4)}}
            a.uns["colors"] = np.array(["#ff0000", "#00ff00"])
            a.write_h5ad(sys.argv[2], compression="gzip")
            """;

    @TempDir Path folder;

    Library library;

    private final Api api = new Api(Library.TENANT);

    private Path export(String model) throws IOException {
        Response response = api.get("/" + model + "/export.h5ad");
        assertThat(response.statusCode()).as(response.contentType()).isEqualTo(200);
        return Files.write(folder.resolve(model + ".h5ad"), response.asByteArray());
    }

    private JsonNode about(String model) throws Exception {
        Python.assumeModules("anndata", "pandas");
        return JSON.readTree(Python.run(ABOUT, export(model)));
    }

    private JsonNode json(String path) throws IOException {
        Response response = api.get(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return JSON.readTree(response.asByteArray());
    }

    @Test
    void saysWhichModelOfWhichDataMadeIt() throws Exception {
        JsonNode about = about("full");
        JsonNode ref = json("/full").path("model");

        assertThat(about.path("model").asText()).isEqualTo("full");
        assertThat(about.path("version").asInt()).isEqualTo(1);
        assertThat(about.path("code_version").asText()).isEqualTo(ref.path("codeVersion").asText());
        assertThat(about.path("dataset_sha256").asText())
                .hasSize(64)
                .isEqualTo(ref.path("datasetSha256").asText());
        assertThat(about.at("/seeds/job").asLong()).isEqualTo(ref.path("seed").asLong());
        assertThat(about.at("/seeds/metrics").asLong())
                .isEqualTo(json("/full/evaluation").path("seed").asLong());
        assertThat(about.at("/seeds/intervals").asLong())
                .isEqualTo(json("/full/evaluation").at("/repetition/seed").asLong());
        assertThat(about.path("batch_key").asText()).isEqualTo("batch");
        assertThat(about.path("label_key").asText()).isEqualTo("label");
        assertThat(about.path("concatenations").toString()).isEqualTo("[\"fe+re\"]");
        assertThat(about.path("lookup_ceiling").asDouble())
                .isEqualTo(json("/full").at("/card/lookupCeiling").asDouble());
        assertThat(about.at("/obs/medl_pred").asText()).isEqualTo("category");
        assertThat(about.at("/obs/medl_pred_probability").asText()).isEqualTo("float64");
        assertThat(about.path("obsm").toString()).contains("X_medl_fe+re", "X_umap_re");
    }

    @Test
    void theSettingsAreThoseThatTheJobRanWith() throws Exception {
        JsonNode settings = about("full").path("settings");

        assertThat(settings)
                .isEqualTo(
                        JSON.readTree(library.trained().full().resolve("settings.json").toFile()));
        assertThat(settings.path("epochs").asInt()).isEqualTo(3);
        // not asked for
        assertThat(settings.at("/harmony/theta").asDouble()).isEqualTo(2);
        assertThat(settings.path("allMetrics").isBoolean()).isTrue();
        assertThat(TrainedModels.SEED).isEqualTo(json("/full").at("/model/seed").asLong());
    }

    @Test
    void validityIsThereForEachMethodThatProjects() throws Exception {
        JsonNode about = about("full").path("validity");
        JsonNode card = json("/full").at("/card/validity");

        List<String> methods = new ArrayList<>();
        about.fieldNames().forEachRemaining(methods::add);
        assertThat(methods).containsExactlyInAnyOrder("harmony", "re", "medl_plus");
        for (String method : methods) {
            for (String figure : List.of("ratio", "improved", "kept", "correlation", "pairs")) {
                assertThat(about.path(method).path(figure).asDouble())
                        .isEqualTo(card.path(method).path(figure).asDouble());
            }
            assertThat(about.path(method).path("held_out").asBoolean())
                    .isEqualTo(!method.equals("harmony"));
        }
    }

    @Test
    void theDesignIsThatOfTheCard() throws Exception {
        JsonNode about = about("full").path("design");
        JsonNode card = json("/full").at("/card/design");

        assertThat(about.path("batch_key").asText()).isEqualTo("batch");
        assertThat(about.path("label_key").asText()).isEqualTo("label");
        assertThat(about.path("cells").asInt()).isEqualTo(SmallCells.CELLS);
        assertThat(about.path("batch_count").asInt()).isEqualTo(3);
        assertThat(about.path("label_count").asInt()).isEqualTo(3);
        assertThat(about.path("missing_pair_count").asLong())
                .isEqualTo(card.path("missingPairCount").asLong());
        assertThat(about.path("truncated").isBoolean()).isTrue();
        assertThat(about.path("contingency")).hasSize(3);
        for (int batch = 0; batch < 3; batch++) {
            for (int label = 0; label < 3; label++) {
                assertThat(about.path("contingency").get(batch).get(label).asInt())
                        .isEqualTo(card.path("contingency").get(batch).get(label).asInt());
            }
        }
        for (var figure :
                Map.of(
                                "cramers_v", "cramersV",
                                "in_sample_lookup_ceiling", "inSampleLookupCeiling",
                                "chance", "chance")
                        .entrySet()) {
            assertThat(about.path("association").required(figure.getKey()).asDouble())
                    .isEqualTo(card.path("association").required(figure.getValue()).asDouble());
        }
        assertThat(about.at("/findings/code")).hasSameSizeAs(card.path("findings"));
        assertThat(about("layered").path("design").has("contingency")).isFalse();
    }

    @Test
    void listsOfTheDesignAreTables() throws Exception {
        JsonNode table = about("full").path("batches_table");
        JsonNode batches = json("/full").at("/card/design/batches");

        assertThat(table).hasSize(3);
        for (int batch = 0; batch < 3; batch++) {
            for (String column : List.of("name", "cells", "labels", "tiny")) {
                assertThat(table.get(batch).path(column))
                        .isEqualTo(batches.get(batch).path(column));
            }
        }
    }

    @Test
    void figuresOfGenesAreNumbers() throws Exception {
        JsonNode var = about("full").path("var");

        for (String share : List.of("icc", "batch_share", "expression_share", "residual_share")) {
            assertThat(var.path("medl_" + share).asText()).isEqualTo("float64");
        }
        assertThat(var.path("medl_hvg").asText()).isEqualTo("bool");
    }

    @Test
    void intervalsAreATableOfMethodsAndMetrics() throws Exception {
        JsonNode about = about("full");
        JsonNode evaluation = json("/full/evaluation");

        assertThat(about.at("/intervals/draws").asInt()).isEqualTo(2);
        assertThat(about.at("/intervals/scored_cells").asInt())
                .isEqualTo(evaluation.at("/repetition/scoredCells").asInt());
        Map<String, JsonNode> stored = new HashMap<>();
        for (JsonNode row : evaluation.path("rows")) {
            row.path("intervals")
                    .properties()
                    .forEach(
                            of ->
                                    stored.put(
                                            row.path("method").asText() + " " + of.getKey(),
                                            of.getValue()));
        }
        assertThat(about.path("intervals_table")).hasSize(stored.size()).isNotEmpty();
        for (JsonNode line : about.path("intervals_table")) {
            JsonNode interval =
                    stored.get(line.path("method").asText() + " " + line.path("metric").asText());
            assertThat(line.path("mean").asDouble())
                    .isCloseTo(interval.path("value").asDouble(), within(1e-9));
            assertThat(line.path("low").asDouble())
                    .isCloseTo(interval.path("low").asDouble(), within(1e-9));
            assertThat(line.path("high").asDouble())
                    .isCloseTo(interval.path("high").asDouble(), within(1e-9));
            assertThat(line.path("n").asInt()).isEqualTo(2);
        }
        JsonNode pca = evaluation.at("/rows/0/values");
        assertThat(about.at("/metrics/pca/iLisi").asDouble())
                .isEqualTo(pca.path("iLisi").asDouble());
    }

    @Test
    void classificationsAreATableThatSaysWhereThereIsNoReport() throws Exception {
        JsonNode table = about("full").path("classification_table");
        JsonNode entries = json("/full/classification").path("entries");

        assertThat(table).hasSize(entries.size()).isNotEmpty();
        int refused = 0;
        for (int i = 0; i < entries.size(); i++) {
            JsonNode line = table.get(i);
            JsonNode entry = entries.get(i);
            for (String name : List.of("target", "representation", "validation")) {
                assertThat(line.path(name)).isEqualTo(entry.path(name));
            }
            assertThat(line.path("reason").asText()).isEqualTo(entry.path("reason").asText(""));
            if (entry.path("report").isObject()) {
                JsonNode report = entry.path("report");
                assertThat(line.path("accuracy").asDouble())
                        .isCloseTo(report.at("/accuracy/mean").asDouble(), within(1e-9));
                assertThat(line.path("balanced_accuracy_low").asDouble())
                        .isCloseTo(report.at("/balancedAccuracy/low").asDouble(), within(1e-9));
                assertThat(line.path("lookup_ceiling").asDouble())
                        .isCloseTo(report.path("lookupCeiling").asDouble(), within(1e-9));
                assertThat(line.path("chance").asDouble())
                        .isCloseTo(report.path("chance").asDouble(), within(1e-9));
            } else {
                refused++;
                // NaN, which pandas writes as null
                assertThat(line.path("accuracy").isNull()).isTrue();
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aModelWithoutLabelsAndDrawsHasNeither() throws Exception {
        JsonNode about = about("layered");

        assertThat(about.path("layer").asText()).isEqualTo("counts");
        assertThat(about.has("label_key")).isFalse();
        assertThat(about.has("intervals")).isFalse();
        assertThat(about.has("lookup_ceiling")).isFalse();
        assertThat(about.path("validity")).isEmpty();
        assertThat(about.path("classification_table")).isEmpty();
        assertThat(about.path("obs").has("medl_pred")).isFalse();
        assertThat(about.at("/settings/components").asInt()).isEqualTo(4);
    }

    @Test
    void whatTheModelDoesNotTouchIsEqualBeforeAndAfter() throws Exception {
        Python.assumeModules("anndata", "pandas", "h5py");
        Path plain = folder.resolve("plain.h5ad");
        H5adWriter.write(plain, SmallCells.counts());
        Path rich = folder.resolve("rich.h5ad");
        Python.run(ENRICH, plain, rich);
        library.publishFull("enriched", library.addFile(rich));

        Path exported = export("enriched");

        assertThat(
                        Python.script(
                                        "/h5ad/compare.py",
                                        rich,
                                        exported,
                                        "/obs@column-order,/var@column-order")
                                .strip())
                .isEmpty();
        assertThat(
                        Python.run(
                                        """
                                        import sys, anndata
                                        before = anndata.read_h5ad(sys.argv[1])
                                        after = anndata.read_h5ad(sys.argv[2])
                                        print(list(after.obs)[:len(list(before.obs))]
                                              == list(before.obs),
                                              sorted(set(after.uns) - set(before.uns)),
                                              sorted(set(after.var) - set(before.var)))
                                        """,
                                        rich,
                                        exported)
                                .strip())
                .isEqualTo(
                        "True ['medl'] ['medl_batch_share', 'medl_expression_share',"
                                + " 'medl_hvg', 'medl_icc', 'medl_residual_share']");
    }
}
