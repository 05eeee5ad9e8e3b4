package io.cuvette.reactormodel.app.service;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.adaptation.PhysicsForm;
import io.cuvette.reactormodel.adaptation.WindowAdapter;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.program.NetworkKind;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.reactormodel.program.ShippedModels;
import io.cuvette.training.core.tensor.Seeds;
import java.util.List;
import java.util.Optional;

/** How a reactor is adapted to its runs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdaptationMethod.Default.class, name = "default"),
    @JsonSubTypes.Type(value = AdaptationMethod.Window.class, name = "window")
})
public sealed interface AdaptationMethod {

    /** Of the paper's network. */
    double PAPER_WEIGHTS = 12_802;

    /** As callers name it. */
    String name();

    /** What the networks that it begins from predict. */
    NetworkKind kind();

    /** Members of an ensemble, each by its weights beside those of the paper's network. */
    private static double size(PretrainedModel start) {
        double weights = start.weights().values().values().stream().mapToLong(w -> w.length).sum();
        return weights / PAPER_WEIGHTS;
    }

    /** The weights that come with this version. */
    PretrainedModel shipped();

    /**
     * Whether a caller can wait for it: some seconds of one core at most.
     *
     * @param start that it begins from
     */
    boolean isQuick(int runs, PretrainedModel start);

    /** Whether balances are followed through the runs, node by node. */
    boolean followsBalances();

    /**
     * @param start of {@link #kind}
     */
    ReactorModel adapt(DeclaredReactor declared, List<ObservedRun> runs, PretrainedModel start);

    /** Balances with estimated parameters, and the correction that predicts held-out runs best. */
    record Default() implements AdaptationMethod {

        /** Four members of the paper's size. */
        private static final double QUICK_SIZE = 4.5;

        @Override
        public String name() {
            return "default";
        }

        @Override
        public NetworkKind kind() {
            return NetworkKind.CORRECTION;
        }

        @Override
        public boolean isQuick(int runs, PretrainedModel start) {
            return size(start) <= QUICK_SIZE;
        }

        @Override
        public boolean followsBalances() {
            return true;
        }

        @Override
        public PretrainedModel shipped() {
            return ShippedModels.correction();
        }

        @Override
        public ReactorModel adapt(
                DeclaredReactor declared, List<ObservedRun> runs, PretrainedModel start) {
            return new Adapter(Optional.of(start.correctionStart())).adapt(declared, runs);
        }
    }

    /**
     * The paper's network.
     *
     * @param fixedWeight of physics, 0 to 1e6, where it is fixed; of no matter elsewhere
     * @param residual how the balances become physics; by steps in what older versions stored
     * @param epochs steps of the adaptation, from 1
     * @param seed of imagined runs, and of weights that nobody trained
     */
    record Window(
            Physics physics,
            double fixedWeight,
            PhysicsForm residual,
            Start start,
            int epochs,
            long seed)
            implements AdaptationMethod {
        public static final double MOST_WEIGHT = 1e6;
        public static final int MOST_EPOCHS = 2000;

        /** The paper's budget, 500 steps on 50 runs, by three members and three folds. */
        private static final long QUICK_WINDOWS = 500 * 50 * 6;

        public Window {
            residual = residual == null ? PhysicsForm.STEP : residual;
        }

        @Override
        public String name() {
            return "window";
        }

        @Override
        public NetworkKind kind() {
            return NetworkKind.WINDOW;
        }

        @Override
        public boolean isQuick(int runs, PretrainedModel start) {
            int members = start.weights().architecture().models();
            return adapter().windows(runs, members) * size(start) / members <= QUICK_WINDOWS;
        }

        @Override
        public boolean followsBalances() {
            return physics != Physics.NONE;
        }

        @Override
        public PretrainedModel shipped() {
            return ShippedModels.window();
        }

        @Override
        public ReactorModel adapt(
                DeclaredReactor declared, List<ObservedRun> runs, PretrainedModel pretrained) {
            return adapter().adapt(begin(pretrained.weights()), declared, runs, seed);
        }

        private WindowAdapter adapter() {
            List<Double> weights =
                    switch (physics) {
                        case NONE -> List.of(0.0);
                        case CHOSEN -> WindowAdapter.STANDARD.weights();
                        case FIXED -> List.of(fixedWeight);
                    };
            FineTuning tuning = new FineTuning(epochs, FineTuning.REFERENCE.learningRate());
            return new WindowAdapter(tuning, weights, residual);
        }

        private NetworkWeights begin(NetworkWeights pretrained) {
            return switch (start) {
                case PRETRAINED -> pretrained;
                case SCRATCH ->
                        NetworkWeights.untrained(
                                pretrained.architecture(), Seeds.hash(seed, "scratch"));
            };
        }
    }

    /** How much the balances say beside the runs. */
    enum Physics {
        /** Nothing. */
        NONE,
        /** As much as predicts held-out runs best, which may be nothing. */
        CHOSEN,
        /** As much as the caller says. */
        FIXED
    }

    /** Weights that an adaptation begins from. */
    enum Start {
        /** Meta-trained ones, shipped or of a base. */
        PRETRAINED,
        /** Drawn from the seed: the baseline that pretraining has to beat. */
        SCRATCH
    }
}
