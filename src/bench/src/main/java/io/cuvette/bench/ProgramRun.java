package io.cuvette.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.checkpoint.FileCheckpointStore;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The training program as a worker runs it, without the service around it: the loop of production,
 * its guards and its checkpoints, and not a loop made for a benchmark.
 */
final class ProgramRun {

    /** Looks at a run after each step of the loop. */
    interface Observer {

        /**
         * @param steps done so far, from 1
         * @return whether the run goes on
         */
        boolean goesOn(long steps);
    }

    private final Path dataset;
    private final ObjectNode settings;
    private final Observer observer;

    private ProgramRun(Path dataset, ObjectNode settings, Observer observer) {
        this.dataset = dataset;
        this.settings = settings;
        this.observer = observer;
    }

    /** {@code fe} of the paper's size, on all genes, until the observer has seen enough. */
    static ProgramRun fixedEffects(Path dataset, int genes, int batchSize, Observer observer) {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.put("batchKey", "batch");
        settings.putArray("methods").add("fe");
        settings.put("genes", genes);
        settings.put("minGenesPerCell", 1).put("minCellsPerGene", 1);
        settings.put("batchSize", batchSize);
        settings.put("epochs", 10_000).put("patience", 10_000);
        // the baseline is no part of what is measured
        settings.put("components", 2);
        return new ProgramRun(dataset, settings, observer);
    }

    /**
     * Runs until the observer ends it.
     *
     * @throws IOException when the program refuses the data or ends before the observer is content
     */
    void run() throws IOException {
        Path folder = Files.createTempDirectory("cuvette-bench");
        try {
            new BatchCorrectionProgram().run(new Context(folder));
            throw new IOException("training ended before it was measured");
        } catch (TrainingStoppedException e) {
            // as asked for
        } catch (TrainingFailedException e) {
            throw new IOException(
                    "the program refused the data: " + e.getMessage() + " " + e.findings(), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private final class Context implements TrainingContext {
        private final Path scratch;
        private final Path output;
        private final CheckpointStore checkpoints;
        private long steps;

        Context(Path folder) throws IOException {
            this.scratch = Files.createDirectory(folder.resolve("scratch"));
            this.output = Files.createDirectory(folder.resolve("output"));
            this.checkpoints = new FileCheckpointStore(folder.resolve("checkpoints"));
        }

        @Override
        public Path dataset() {
            return dataset;
        }

        /** A benchmark never resumes, so what its data are need not be told apart. */
        @Override
        public String datasetSha256() {
            return "";
        }

        @Override
        public Path scratch() {
            return scratch;
        }

        @Override
        public ObjectNode settings() {
            return settings;
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public CheckpointStore checkpoints() {
            return checkpoints;
        }

        @Override
        public ProgressListener progress() {
            return Silent.INSTANCE;
        }

        /** Asked once a step. */
        @Override
        public boolean stopRequested() {
            return !observer.goesOn(++steps);
        }

        @Override
        public Path output() {
            return output;
        }
    }

    private enum Silent implements ProgressListener {
        INSTANCE;

        @Override
        public void progress(double fraction, String phase, Map<String, Double> metrics) {}

        @Override
        public void message(String text) {}
    }
}
