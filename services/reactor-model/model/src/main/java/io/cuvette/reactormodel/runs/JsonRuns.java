package io.cuvette.reactormodel.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.cuvette.data.archive.ExpandedStreams;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs as columns, plain or gzipped:
 *
 * <pre>
 * {"runs": [{"name": "a", "timeH": [0, 0.001], "temperatureK": [400, 401.5],
 *            "concentrationKmolPerM3": [2, null],
 *            "inputs": {"heatDeviationKJPerH": [1e5, null], "feedConcentrationDeviationKmolPerM3": 0}}]}
 * </pre>
 *
 * A number in place of an array holds from time 0 on. Inputs may also stand beside the measured
 * values.
 */
final class JsonRuns {
    private static final int DEEPEST = 8;

    private final RunSettings settings;
    private final Findings findings;
    private final RunCollector collector;
    private List<String> plannedFor = List.of();
    private ColumnPlan plan;

    private JsonRuns(RunSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
        this.collector = new RunCollector(settings, findings);
    }

    static ReactorRuns read(Path file, RunSettings settings, Findings findings) throws IOException {
        JsonRuns reader = new JsonRuns(settings, findings);
        try (InputStream in = ExpandedStreams.open(file, settings.limits().expansion());
                JsonParser json = factory(settings.limits()).createParser(in)) {
            reader.read(json);
        } catch (StreamConstraintsException e) {
            throw new RunsException(
                    FindingCode.TOO_LARGE,
                    "",
                    "A name, text or number is longer than %d characters, or values are nested too deep."
                            .formatted(settings.limits().cellCharacters()));
        } catch (JsonProcessingException e) {
            throw new RunsException(
                    FindingCode.CORRUPT,
                    "",
                    "The file is no JSON at line %d, column %d; mend or write it again."
                            .formatted(
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        }
        return reader.collector.finish();
    }

    private static JsonFactory factory(RunLimits limits) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxDocumentLength(limits.bytes())
                                .maxNestingDepth(DEEPEST)
                                .maxNameLength(limits.cellCharacters())
                                .maxStringLength(limits.cellCharacters())
                                .maxNumberLength(limits.cellCharacters())
                                .build())
                .build();
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw shape("the file is no object");
        }
        boolean found = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (!name.equals("runs")) {
                findings.warning(
                        FindingCode.UNSUPPORTED_FEATURE,
                        Printable.text(name),
                        "The entry %s is none that runs have; it is left out."
                                .formatted(Printable.text(name)));
                json.skipChildren();
            } else if (token != JsonToken.START_ARRAY) {
                throw shape("runs is no array");
            } else {
                found = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    run(json);
                }
            }
        }
        if (!found) {
            throw shape("there is no entry runs");
        }
        if (json.nextToken() != null) {
            throw shape("something follows the object");
        }
    }

    static RunsException shape(String what) {
        return new RunsException(
                FindingCode.CORRUPT,
                "runs",
                "Of the JSON file %s; let it be {\"runs\": [{\"name\": \"...\", \"timeH\": [...], ...}]}."
                        .formatted(what));
    }

    private void run(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw shape("an entry of runs is no object");
        }
        JsonRun columns = JsonRun.read(json, settings, collector);
        List<String> names = columns.names();
        if (plan == null || !names.equals(plannedFor)) {
            plan = ColumnPlan.of(names, false, settings, findings);
            plannedFor = names;
        }
        String run = columns.name().strip();
        if (collector.has(run)) {
            findings.error(
                    FindingCode.INVALID_SETTING,
                    "name",
                    "Two runs are named %s; give each a name of its own."
                            .formatted(Printable.text(run)));
            return;
        }
        int rows = columns.length(findings);
        if (NamedRun.isName(run) && rows == 0) {
            collector.rowsOf(run);
        }
        for (int row = 0; row < rows; row++) {
            collector.row(plan, "entry " + row, run, columns.row(row));
        }
    }
}
