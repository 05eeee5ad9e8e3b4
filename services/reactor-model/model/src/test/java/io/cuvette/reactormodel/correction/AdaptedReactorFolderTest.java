package io.cuvette.reactormodel.correction;

import static io.cuvette.reactormodel.correction.Adapting.WITHOUT_NETWORK;
import static io.cuvette.reactormodel.correction.Adapting.adapted;
import static io.cuvette.reactormodel.correction.Adapting.observe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptedReactorFolderTest {
    @TempDir Path folder;

    /** Untrained, with a head of zeros: a correction that starts as none. */
    private static NetworkWeights untrained() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            RecurrentStack.create(parameters, "rnn", CorrectionTasks.architecture());
            NetworkWeights weights =
                    NetworkWeights.of(parameters, "rnn", CorrectionTasks.architecture());
            Arrays.fill(weights.values().get("head.kernel"), 0);
            return weights;
        }
    }

    @Test
    void aLearnedCorrectionSurvivesItsFilesToTheBit() throws Exception {
        CorrectionTasks family = new CorrectionTasks(2001, 10);
        Reactor truth = family.truth(ReactorType.BATCH, Misfit.ORDER, 0, 0);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> runs = observe(truth, 6, 1);
        for (CorrectionKind kind : CorrectionKind.values()) {
            AdaptedReactor model = withCorrection(declared, runs, kind);
            Path its = Files.createDirectory(folder.resolve(kind.name()));
            AdaptedReactorFolder.write(model, its);
            AdaptedReactor read = AdaptedReactorFolder.read(its);
            List<Run> all = runs.stream().map(ObservedRun::run).toList();
            List<double[]> times =
                    Collections.nCopies(all.size(), new double[] {0.013, 0.05, 0.06});
            assertThat(Arrays.deepToString(read.predict(all, times).toArray()))
                    .isEqualTo(Arrays.deepToString(model.predict(all, times).toArray()));
            Prediction before = model.predict(all.get(0), times.get(0), 0.7);
            Prediction after = read.predict(all.get(0), times.get(0), 0.7);
            assertThat(after.temperatureHalfWidths()).isEqualTo(before.temperatureHalfWidths());
            assertThat(read.estimate().orElseThrow().draws(3, 1))
                    .isEqualTo(model.estimate().orElseThrow().draws(3, 1));
        }
    }

    /** The parts of an adaptation with a correction of one's choice. */
    private static AdaptedReactor withCorrection(
            DeclaredReactor declared, List<ObservedRun> runs, CorrectionKind kind) {
        AdaptedReactor model = WITHOUT_NETWORK.adapt(declared, runs);
        Base base = new Base(model.reactor(), declared.measured());
        RunEncoding encoding = new RunEncoding(base, declared.region(), model.scale());
        Residuals residuals = Residuals.of(base, runs);
        double[] unit = {0.1, 10};
        boolean[] all = new boolean[runs.size()];
        Arrays.fill(all, true);
        Correction correction =
                switch (kind) {
                    case NONE -> new NoCorrection();
                    case LINEAR -> LinearCorrection.fit(encoding, residuals, unit);
                    case NETWORK ->
                            CorrectionTuning.STANDARD
                                    .adapt(
                                            untrained(),
                                            List.of(
                                                    new CorrectionTuning.Problem(
                                                            encoding, residuals, all, unit)))
                                    .get(0);
                };
        HeldOut held = model.heldOut();
        return new AdaptedReactor(
                declared,
                model.estimate(),
                base,
                model.scale(),
                correction,
                0.75,
                new HeldOut(
                        kind,
                        held.folds(),
                        new HeldOut.Doubt(
                                List.of(ReactorParameter.REACTION_ORDER), held.asDeclared()),
                        held.withoutCorrection(),
                        held.withCorrection(),
                        held.bands()));
    }

    @Test
    void cardsOfBeforeThereWasDoubtAreRead() throws Exception {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        AdaptedReactor model = adapted(truth, 5, 1);
        AdaptedReactorFolder.write(model, folder);
        Path card = folder.resolve(AdaptedReactorFolder.CARD);
        String text = Files.readString(card);
        String older =
                text.replaceAll("(?s)\"doubt\" : \\{.*?\\},", "")
                        .replaceAll("(?s)\"untilH\" : \\[.*?\\],", "");
        assertThat(older).doesNotContain("doubt", "untilH").isNotEqualTo(text);
        Files.writeString(card, older);

        AdaptedReactor read = AdaptedReactorFolder.read(folder);

        assertThat(read.heldOut().doubted()).isEmpty();
        assertThat(read.heldOut().asDeclared()).isEqualTo(model.heldOut().withoutCorrection());
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        assertThat(read.predict(run, times, 0.5).temperaturesK())
                .isEqualTo(model.predict(run, times, 0.5).temperaturesK());
        // what these cards do not say of the runs' times, the region's window bounds
        assertThat(read.predict(run, times, 0.5).calibrated()).isTrue();
        assertThat(read.predict(run, new double[] {0.02}, 0.5).calibrated()).isFalse();
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(Cstr.NOMINAL), List.of());
        AdaptedReactorFolder.write(model, folder);
        Path card = folder.resolve(AdaptedReactorFolder.CARD);
        String text = Files.readString(card);
        for (String wrong :
                List.of(
                        text.replace("\"format\" : 1", "\"format\" : 2"),
                        text.replace("\"volumeM3\"", "\"volume\"").replace("VOLUME", "VOL"),
                        text.substring(0, text.length() / 2),
                        text.replaceFirst("\"FLOW\" : [0-9.]+", "\"FLOW\" : -1"))) {
            Files.writeString(card, wrong);
            assertThatThrownBy(() -> AdaptedReactorFolder.read(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reactor.json");
        }
    }
}
