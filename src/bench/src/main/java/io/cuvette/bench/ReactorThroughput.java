package io.cuvette.bench;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.adaptation.WindowAdapter;
import io.cuvette.reactormodel.control.ControlLimits;
import io.cuvette.reactormodel.control.ControlProblem;
import io.cuvette.reactormodel.control.Goal;
import io.cuvette.reactormodel.control.PredictiveController;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.program.ShippedModels;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The reactor model: training steps of the paper's network beside the same in PyTorch (ratio of
 * processor seconds of whole processes), adaptation, prediction, and meta-training with its tasks.
 */
final class ReactorThroughput implements Benchmark {
    private static final Architecture PAPER =
            new Architecture(1, 4, List.of(64, 64), 2, Activation.RELU);
    private static final int STEPS = 10;
    private static final int EPOCHS = 500;
    private static final int PREDICTED = 10_000;
    private static final int BLOCK = 256;
    private static final int TASKS = 30;
    private static final int ALL_TASKS = 1_500;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int batch : new int[] {32, 10, 50}) {
            rows.add(steps(batch, repetitions));
        }
        rows.add(predictWindows(repetitions));
        for (int runs : new int[] {10, 50}) {
            rows.add(physics("weight 1", List.of(1.0), runs));
            rows.add(physics("weight chosen", WindowAdapter.STANDARD.weights(), runs));
        }
        for (ReactorType type : ReactorType.values()) {
            rows.addAll(adapt(type, repetitions));
        }
        rows.add(metaTraining());
        return rows;
    }

    /** 500 steps: of meta-training at 32 rows, a whole adaptation at others. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private static Row steps(int batch, int repetitions) throws Exception {
        Optional<PythonPeer> peer = PythonPeer.start("recurrent_torch.py", batch);
        List<Medians.Seconds> own = new ArrayList<>();
        List<Medians.Seconds> peers = new ArrayList<>();
        try {
            for (int round = -1; round < repetitions; round++) {
                try (Tensors tensors = Tensors.open();
                        Parameters parameters = new Parameters(tensors, 1)) {
                    RecurrentStack stack = RecurrentStack.create(parameters, "rnn", PAPER);
                    PtNDArray x = tensors.full(0.5, DataType.FLOAT32, 1, 1, batch, 4);
                    PtNDArray y = tensors.full(1, DataType.FLOAT32, 1, STEPS, batch, 2);
                    Medians.Seconds seconds =
                            Medians.ofProcess(
                                    () -> {
                                        FineTuning.REFERENCE.run(
                                                parameters,
                                                (tape, epoch) ->
                                                        Functions.meanSquaredError(
                                                                stack.forward(tape, x, STEPS), y));
                                        return true;
                                    });
                    // the first round is for warming up
                    if (round >= 0) {
                        own.add(seconds);
                        if (peer.isPresent()) {
                            peers.add(peer.get().round(Integer.toString(EPOCHS)));
                        }
                    }
                }
            }
        } finally {
            if (peer.isPresent()) {
                peer.get().close();
            }
        }
        double wall = Medians.wall(own);
        Row row =
                Row.of(
                        "paper network, %d steps of %d windows".formatted(EPOCHS, batch),
                        seconds(wall));
        if (peer.isEmpty()) {
            return row.withBeside(
                            "no PyTorch here: install python3-torch, or name a Python by CUVETTE_PYTHON")
                    .withVerdict(Verdict.atMost(wall, 1.0, "s"));
        }
        double ratio = Medians.ratio(own, peers);
        return row.withBeside(
                        "%s torch %s".formatted(seconds(Medians.wall(peers)), peer.get().version()))
                .withRatio(ratio)
                .withVerdict(Verdict.atLeast(ratio, 1.0, "x PyTorch"));
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private static Row predictWindows(int repetitions) throws Exception {
        List<Medians.Seconds> own = new ArrayList<>();
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1);
                GradMode off = GradMode.off()) {
            RecurrentStack stack = RecurrentStack.create(parameters, "rnn", PAPER);
            PtNDArray x = tensors.full(0.5, DataType.FLOAT32, 1, 1, BLOCK, 4);
            for (int round = 0; round < repetitions; round++) {
                own.add(
                        Medians.ofProcess(
                                () -> {
                                    for (int row = 0; row < PREDICTED; row += BLOCK) {
                                        try (TensorScope scope = TensorScope.open()) {
                                            stack.evaluate(x, STEPS).toFloatArray();
                                        }
                                    }
                                    return true;
                                }));
            }
        }
        double wall = Medians.wall(own);
        return Row.of("paper network, %,d trajectories".formatted(PREDICTED), seconds(wall))
                .withVerdict(Verdict.atMost(wall, 1.0, "s"));
    }

    /** The shipped members of the paper's network, adapted to a tank with physics. */
    private static Row physics(String name, List<Double> weights, int runs) throws Exception {
        DeclaredReactor declared =
                new DeclaredReactor(
                        Cstr.NOMINAL,
                        List.of(),
                        MeasuredNode.FIRST,
                        OperatingRegion.of(Cstr.NOMINAL));
        List<ObservedRun> observed =
                CorrectionTasks.observe(Cstr.NOMINAL, declared, runs, new RandomStream(1));
        WindowAdapter adapter = new WindowAdapter(FineTuning.REFERENCE, weights);
        Medians.Seconds seconds =
                Medians.ofProcess(
                        () ->
                                adapter.adapt(
                                        ShippedModels.window().weights(), declared, observed, 1));
        return Row.of("physics, %s, cstr, %d runs".formatted(name, runs), seconds(seconds.wall()));
    }

    /**
     * The shipped default, of a reactor that loses heat: what is declared is doubted, corrected.
     */
    private static List<Row> adapt(ReactorType type, int repetitions) throws Exception {
        CorrectionTasks family = new CorrectionTasks(1, 32);
        Reactor truth = family.truth(type, CorrectionTasks.Misfit.HEAT_LOSS, 1, 0);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<Row> rows = new ArrayList<>();
        Adapter adapter = new Adapter(Optional.of(ShippedModels.correctionStart()));
        for (int runs : new int[] {10, 50}) {
            List<ObservedRun> observed =
                    CorrectionTasks.observe(truth, declared, runs, new RandomStream(1));
            List<Medians.Seconds> own = new ArrayList<>();
            for (int round = 0; round < repetitions; round++) {
                own.add(Medians.ofProcess(() -> adapter.adapt(declared, observed)));
            }
            double wall = Medians.wall(own);
            rows.add(
                    Row.of(
                                    "default adaptation, %s, %d runs"
                                            .formatted(Settings.name(type), runs),
                                    seconds(wall))
                            .withVerdict(Verdict.atMost(wall, 1.0, "s")));
        }
        List<ObservedRun> observed =
                CorrectionTasks.observe(truth, declared, 10, new RandomStream(1));
        AdaptedReactor model = adapter.adapt(declared, observed);
        if (type == ReactorType.CSTR) {
            rows.add(plan("balances", adapter.adapt(declared, List.of()), repetitions));
            rows.add(plan(Settings.name(model.heldOut().chosen()), model, repetitions));
        }
        List<ObservedRun> many =
                CorrectionTasks.observe(truth, declared, PREDICTED, new RandomStream(2));
        List<Medians.Seconds> own = new ArrayList<>();
        for (int round = 0; round < repetitions; round++) {
            own.add(
                    Medians.ofProcess(
                            () ->
                                    model.predict(
                                            many.stream().map(ObservedRun::run).toList(),
                                            many.stream().map(ObservedRun::timesH).toList())));
        }
        double wall = Medians.wall(own);
        rows.add(
                Row.of(
                                "default model, %s, %,d trajectories"
                                        .formatted(Settings.name(type), PREDICTED),
                                seconds(wall))
                        .withVerdict(Verdict.atMost(wall, 1.0, "s")));
        return rows;
    }

    /** Twenty steps of both inputs, to a state in the middle of the region and below a limit. */
    private static Row plan(String name, AdaptedReactor model, int repetitions) throws Exception {
        OperatingRegion region = model.declared().region();
        double concentration = region.startConcentrationKmolPerM3().middle();
        double temperature = region.startTemperatureK().middle();
        ControlProblem problem =
                new ControlProblem(
                        InitialState.of(1.2 * concentration, temperature - 20),
                        new double[2],
                        20,
                        region.windowH(),
                        Goal.of(temperature, concentration),
                        ControlLimits.of(region.inputs()).withMaximumTemperature(temperature + 1));
        List<Medians.Seconds> own = new ArrayList<>();
        for (int round = 0; round < repetitions; round++) {
            own.add(Medians.ofProcess(() -> PredictiveController.plan(model, problem)));
        }
        return Row.of("plan of 20 steps, cstr, " + name, seconds(Medians.wall(own)));
    }

    /** The production loop with its tasks drawn beside it. */
    private static Row metaTraining() throws Exception {
        Medians.Seconds seconds = Medians.ofProcess(complete(ProgramRun.metaTraining(TASKS)));
        double minutes = seconds.wall() / TASKS * ALL_TASKS / 60;
        return Row.of(
                        "meta-training, %,d tasks from %d".formatted(ALL_TASKS, TASKS),
                        String.format(Locale.ROOT, "%.1f min", minutes))
                .withVerdict(Verdict.atMost(minutes, 10, "min"));
    }

    private static Callable<Boolean> complete(ProgramRun run) {
        return () -> {
            run.complete();
            return true;
        };
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f s", value);
    }
}
