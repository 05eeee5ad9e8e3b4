package io.cuvette.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.reactormodel.program.ReactorModelProgram;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.checkpoint.FileCheckpointStore;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

        /** Told with every progress of the program. */
        default void phase(String name) {}
    }

    private final TrainingProgram program;
    private final Optional<Path> dataset;
    private final ObjectNode settings;
    private final Observer observer;

    private ProgramRun(Path dataset, ObjectNode settings, Observer observer) {
        this(new BatchCorrectionProgram(), Optional.of(dataset), settings, observer);
    }

    private ProgramRun(
            TrainingProgram program,
            Optional<Path> dataset,
            ObjectNode settings,
            Observer observer) {
        this.program = program;
        this.dataset = dataset;
        this.settings = settings;
        this.observer = observer;
    }

    /** A network of the paper's size, on all genes, until the observer has seen enough. */
    static ProgramRun training(
            Path dataset, Method method, int genes, int batchSize, Observer observer) {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.put("batchKey", "batch");
        settings.putArray("methods").add(method.key());
        settings.put("genes", genes);
        settings.put("minGenesPerCell", 1).put("minCellsPerGene", 1);
        settings.put("batchSize", batchSize);
        settings.put("epochs", 10_000).put("patience", 10_000);
        // the baseline is no part of what is measured
        settings.put("components", 2);
        return new ProgramRun(dataset, settings, observer);
    }

    /** One epoch of some methods on all genes, with the settings of a job that names no others. */
    static ProgramRun oneEpoch(Path dataset, List<Method> methods, int genes, Observer observer) {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.put("batchKey", "batch").put("labelKey", "label");
        methods.forEach(method -> settings.withArray("methods").add(method.key()));
        settings.put("genes", genes);
        settings.put("epochs", 1);
        return new ProgramRun(dataset, settings, observer);
    }

    /** Meta-training of the paper's network on physical reactors, from so many tasks. */
    static ProgramRun metaTraining(int tasks) {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.put("network", "window").put("tasks", tasks);
        return new ProgramRun(new ReactorModelProgram(), Optional.empty(), settings, steps -> true);
    }

    /**
     * Runs until the observer ends it.
     *
     * @throws IOException when the program refuses the data or ends before the observer is content
     */
    void run() throws IOException {
        if (ended()) {
            throw new IOException("training ended before it was measured");
        }
    }

    /**
     * Runs to the end of the job.
     *
     * @throws IOException when the program refuses the data or the observer ends it
     */
    void complete() throws IOException {
        if (!ended()) {
            throw new IOException("the job was stopped");
        }
    }

    /** Whether the program came to its end; the other way out is the observer. */
    private boolean ended() throws IOException {
        Path folder = Files.createTempDirectory("cuvette-bench");
        try {
            program.run(new Context(folder));
            return true;
        } catch (TrainingStoppedException e) {
            return false;
        } catch (TrainingFailedException e) {
            throw new IOException(
                    "the program refused the data: " + e.getMessage() + " " + e.findings(), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private final class Context implements TrainingContext, ProgressListener {
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
        public boolean hasDataset() {
            return dataset.isPresent();
        }

        @Override
        public Path dataset() {
            return dataset.orElseThrow();
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
            return this;
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

        @Override
        public void progress(double fraction, String phase, Map<String, Double> metrics) {
            observer.phase(phase);
        }

        @Override
        public void message(String text) {}
    }
}
