package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.method.Method;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.mixing.FixedMixture;
import io.cuvette.training.core.mixing.Mixture;
import io.cuvette.training.core.mixing.MixtureFactory;
import io.cuvette.training.core.mixing.RegMix;
import io.cuvette.training.core.mixing.RegressionFactory;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Seeds;
import java.io.IOException;
import java.util.Optional;

/**
 * The mixture of batches that a job asks for. A regression on mixtures comes first of all to short
 * proxy runs, each a phase of its own that a resumed job does not repeat.
 */
final class MixtureChoice {

    /** Proxy runs for each batch, so that a linear law has twice the runs it needs. */
    private static final int RUNS_A_SOURCE = 2;

    private static final int FEWEST_RUNS = 8;

    /** Epochs of a proxy run as a share of the job's. */
    private static final double PROXY_SHARE = 0.1;

    private final TrainingContext context;
    private final TrainingSession session;
    private final BatchCorrectionSettings settings;
    private final PreparedCells cells;

    MixtureChoice(
            TrainingContext context,
            TrainingSession session,
            BatchCorrectionSettings settings,
            PreparedCells cells) {
        this.context = context;
        this.session = session;
        this.settings = settings;
        this.cells = cells;
    }

    /**
     * @throws TrainingFailedException if a batch has no cells to train on or to be judged by
     */
    Optional<Mixture> of(Method method)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        if (settings.recipe().mixing().isEmpty()) {
            return Optional.empty();
        }
        long seed = Seeds.hash(context.seed(), method.key());
        var sampling = new CellSampling(cells, settings.recipe(), 2, seed);
        sampling.requireSources();
        var plan = settings.recipe().mixing().map(Chosen::plan).orElseThrow();
        if (plan instanceof MixtureFactory factory) {
            return Optional.of(factory.create(cells.batchCount(), seed));
        }
        RegMix regression = ((RegressionFactory) plan).create(sampling.shares(), seed);
        int runs = Math.max(FEWEST_RUNS, RUNS_A_SOURCE * cells.batchCount() + 1);
        double[][] proposals = regression.proposals(runs);
        double[] losses = new double[runs];
        for (int run = 0; run < runs; run++) {
            losses[run] = proxy(method, run, proposals[run]);
        }
        double[] best = regression.fit(proposals, losses).best();
        return Optional.of(new FixedMixture(best));
    }

    /** Mean squared error of held-out cells after a short run. */
    private double proxy(Method method, int number, double[] proportions)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        var run =
                new NetworkTraining.Run(
                        Seeds.hash(context.seed(), "proxy"),
                        Optional.of(new FixedMixture(proportions)));
        int epochs = (int) Math.max(1, Math.round(PROXY_SHARE * settings.epochs()));
        try (NetworkTraining training = NetworkTraining.of(method, cells, settings, run);
                LoopMethods methods = training.loopMethods()) {
            LoopSettings loop =
                    LoopSettings.of("%s-proxy-%d".formatted(method.key(), number), epochs);
            TrainingResult result =
                    new TrainingLoop<>(loop, training, training.batches(), session, methods).run();
            return result.history().last().orElseThrow().metrics().get("validation.mse");
        }
    }
}
