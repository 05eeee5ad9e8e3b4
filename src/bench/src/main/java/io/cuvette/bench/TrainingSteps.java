package io.cuvette.bench;

import io.cuvette.bench.network.StepNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One training step of four networks beside the same ones in PyTorch, eager, one thread each; the
 * rounds of both alternate.
 */
final class TrainingSteps implements Benchmark {

    /**
     * @param name known to the peer
     * @param goal of the ratio
     */
    private record Subject(String name, String title, int steps, double goal) {}

    private static final List<Subject> SUBJECTS =
            List.of(
                    new Subject(
                            "autoencoder",
                            "MLP autoencoder 2000-256-64-256-2000, 128 rows, fused AdamW",
                            40,
                            1.2),
                    new Subject(
                            "decoder",
                            "transformer decoder, width 128, 4 blocks, 24 tokens, 256 rows",
                            2,
                            1.0),
                    new Subject("lstm", "LSTM 2 x 64, 10 steps, 64 rows", 100, 1.0),
                    new Subject(
                            "contrastive", "contrastive pair, two encoders, 256 rows", 40, 1.0));

    private static final int WARM_UP = 20;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            rows.add(measure(subject, repetitions));
        }
        return rows;
    }

    private static Row measure(Subject subject, int repetitions) throws Exception {
        Optional<PythonPeer> peer =
                PythonPeer.start("steps_torch.py", subject.name(), subject.steps());
        List<Medians.Seconds> own = new ArrayList<>();
        List<Medians.Seconds> peers = new ArrayList<>();
        try (StepNetwork network = StepNetwork.of(subject.name())) {
            for (int i = 0; i < Math.max(2, WARM_UP * subject.steps() / 40); i++) {
                network.step();
            }
            for (int round = 0; round < repetitions; round++) {
                own.add(
                        Medians.ofProcess(
                                () -> {
                                    for (int i = 0; i < subject.steps(); i++) {
                                        network.step();
                                    }
                                    return null;
                                }));
                if (peer.isPresent()) {
                    peers.add(peer.get().round());
                }
            }
        } finally {
            if (peer.isPresent()) {
                peer.get().close();
            }
        }
        Row row = Row.of(subject.title(), perStep(own, subject));
        if (peer.isEmpty()) {
            return row.withBeside(
                    "no PyTorch here: install python3-torch, or name a Python by CUVETTE_PYTHON");
        }
        double ratio = Medians.ratio(own, peers);
        return row.withBeside(
                        "%s torch %s".formatted(perStep(peers, subject), peer.get().version()))
                .withRatio(ratio)
                .withVerdict(Verdict.atLeast(ratio, subject.goal(), "x PyTorch"));
    }

    private static String perStep(List<Medians.Seconds> rounds, Subject subject) {
        return String.format(
                Locale.ROOT, "%.2f ms a step", 1e3 * Medians.processor(rounds) / subject.steps());
    }
}
