package io.cuvette.bench;

import com.sun.management.OperatingSystemMXBean;
import io.cuvette.batchcorrection.method.Method;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Training steps of {@code fe}, {@code re} and {@code medl_plus} beside the same networks in
 * PyTorch, eager, one thread each. Ours are windows of steps inside an epoch of the production
 * loop, non-finite guard and progress included; a round of the peer runs between two windows while
 * the loop waits. The ratio is that of processor seconds, of whole processes: neighbours on a
 * shared machine do not count in it.
 */
final class TrainingThroughput implements Benchmark {

    /**
     * What is trained.
     *
     * @param batches what the tables of {@code re} grow with
     */
    private record Subject(Method method, int batches) {

        String title() {
            return "%s training, %,d genes, %d batches, %d a step"
                    .formatted(method.key(), GENES, batches, BATCH_SIZE);
        }
    }

    private static final List<Subject> SUBJECTS =
            List.of(
                    new Subject(Method.FE, 5),
                    new Subject(Method.RE, 5),
                    new Subject(Method.RE, 147),
                    new Subject(Method.MEDL_PLUS, 5));

    private static final int GENES = 1_000;
    private static final int BATCH_SIZE = 128;
    private static final int STEPS = 40;
    private static final int CELLS = 20_000;

    /** Of the counts; the peer's layers are dense and do not care. */
    private static final double DENSITY = 0.15;

    /** 60 % of the cells train; an epoch has 93 steps. Windows begin here, so none ends one. */
    private static final int[] WINDOW_STARTS = {5, 49};

    private static final int STEPS_PER_EPOCH = CELLS * 3 / 5 / BATCH_SIZE;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            rows.add(measure(subject, repetitions));
        }
        return rows;
    }

    private static Row measure(Subject subject, int repetitions) throws Exception {
        Path file = Files.createTempFile("cuvette-bench", ".h5ad");
        Optional<PythonPeer> peer =
                PythonPeer.start(
                        "networks_torch.py",
                        subject.method().key(),
                        GENES,
                        subject.batches(),
                        BATCH_SIZE,
                        STEPS);
        try {
            SparseCells.write(file, CELLS, GENES, DENSITY, subject.batches(), 1);
            Windows windows = new Windows(repetitions, peer);
            ProgramRun.training(file, subject.method(), GENES, BATCH_SIZE, windows).run();
            if (windows.failure != null) {
                throw windows.failure;
            }
            return row(subject, windows, peer.map(PythonPeer::version));
        } finally {
            if (peer.isPresent()) {
                peer.get().close();
            }
            Files.delete(file);
        }
    }

    private static Row row(Subject subject, Windows windows, Optional<String> torch) {
        Row row = Row.of(subject.title(), rate(windows.own));
        if (torch.isEmpty()) {
            return row.withBeside(
                    "no PyTorch here: install python3-torch, or name a Python by CUVETTE_PYTHON");
        }
        double ratio = Medians.ratio(windows.own, windows.peers);
        return row.withBeside("%s torch %s".formatted(rate(windows.peers), torch.get()))
                .withRatio(ratio)
                .withVerdict(Verdict.atLeast(ratio, 1.0, "x PyTorch"));
    }

    private static String rate(List<Medians.Seconds> rounds) {
        double[] wall = rounds.stream().mapToDouble(Medians.Seconds::wall).toArray();
        return String.format(Locale.ROOT, "%,.0f cells/s", STEPS * BATCH_SIZE / Medians.of(wall));
    }

    /** Clocks windows of {@link #STEPS} steps; the first epoch is for warming up. */
    private static final class Windows implements ProgramRun.Observer {
        private final int repetitions;
        private final Optional<PythonPeer> peer;
        private final List<Medians.Seconds> own = new ArrayList<>();
        private final List<Medians.Seconds> peers = new ArrayList<>();
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long begin;
        private long beginProcessor;
        private IOException failure;

        Windows(int repetitions, Optional<PythonPeer> peer) {
            this.repetitions = repetitions;
            this.peer = peer;
        }

        @Override
        public boolean goesOn(long steps) {
            if (steps <= STEPS_PER_EPOCH) {
                return true;
            }
            long step = steps % STEPS_PER_EPOCH;
            for (int start : WINDOW_STARTS) {
                if (step == start) {
                    begin = System.nanoTime();
                    beginProcessor = system.getProcessCpuTime();
                } else if (step == start + STEPS) {
                    long end = System.nanoTime();
                    long endProcessor = system.getProcessCpuTime();
                    own.add(
                            new Medians.Seconds(
                                    (end - begin) / 1e9, (endProcessor - beginProcessor) / 1e9));
                    return ask() && own.size() < repetitions;
                }
            }
            return true;
        }

        private boolean ask() {
            try {
                if (peer.isPresent()) {
                    peers.add(peer.get().round());
                }
                return true;
            } catch (IOException e) {
                failure = e;
                return false;
            }
        }
    }
}
