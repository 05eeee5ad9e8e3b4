package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.batching.Batching;
import io.cuvette.training.core.batching.Position;
import io.cuvette.training.core.batching.TrainedStep;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The batches of each step, as the methods of a loop have them: in what order, how many at once,
 * and which of their samples.
 *
 * @param <B> a batch
 */
final class StepBatches<B> {
    private final BatchSource<B> batches;
    private final LoopMethods methods;
    private final long seed;
    private final double allSteps;
    private final int leastPerStep;
    private final Optional<SampleChooser<B>> chooser;
    private final Optional<NoiseWatch<B>> noise;

    private long epoch;
    private List<Position> ofEpoch = List.of();
    private List<Position> ofStep = List.of();

    /**
     * @param chooser of samples in a batch
     * @param noise what sees the first batch of a step
     * @param seed of the loop
     */
    StepBatches(
            BatchSource<B> batches,
            LoopSettings settings,
            LoopMethods methods,
            List<Objective<B>> objectives,
            Optional<SampleChooser<B>> chooser,
            Optional<NoiseWatch<B>> noise,
            long seed) {
        this.batches = batches;
        this.methods = methods;
        this.seed = seed;
        this.allSteps = (double) settings.epochs() * batches.stepsPerEpoch();
        this.leastPerStep =
                objectives.stream().mapToInt(o -> o.optimizer().batchesPerStep()).max().orElse(1);
        this.chooser = chooser;
        this.noise = noise;
    }

    /** Goes to an epoch. */
    void begin(long nextEpoch) {
        epoch = nextEpoch;
        ofEpoch =
                methods.batching()
                        .map(batching -> batching.batches(epoch))
                        .orElseGet(
                                () ->
                                        IntStream.range(0, batches.stepsPerEpoch())
                                                .mapToObj(step -> new Position(epoch, step))
                                                .toList());
    }

    /** Batches of the epoch. */
    int size() {
        return ofEpoch.size();
    }

    /** As many as the step is to have; fewer at the end of an epoch. */
    List<Look<B>> next(LoopState state) throws NonFiniteException {
        methods.mixing().ifPresent(MixtureRounds::beforeStep);
        int wanted = methods.batching().map(Batching::batchesPerStep).orElse(1);
        int end = Math.min(ofEpoch.size(), state.step + Math.max(wanted, leastPerStep));
        ofStep = ofEpoch.subList(state.step, end);
        double progress = Math.min(1, state.steps / allSteps);
        List<Look<B>> looks = new ArrayList<>();
        for (int i = 0; i < ofStep.size(); i++) {
            Position position = ofStep.get(i);
            Look<B> look =
                    new Look<>(
                            batches.batch(position.epoch(), position.step()),
                            position.epoch(),
                            position.step(),
                            RandomStream.of(seed, epoch, state.step + i),
                            progress);
            if (i == 0) {
                // now: mixed batches can be looked into only until the next one is drawn
                noise.ifPresent(watch -> watch.beforeStep(look));
            }
            looks.add(chooser.isPresent() ? chooser.get().choose(look, state.steps) : look);
        }
        return looks;
    }

    /** Tells the batching method of the step's batches. */
    void observe(double[] losses, List<PtNDArray[]> gradients, PtNDArray[] mean) {
        Batching batching = methods.batching().orElseThrow();
        batching.observe(
                epoch,
                batching.wantsGradients()
                        ? new TrainedStep(ofStep, losses, gradients, mean)
                        : TrainedStep.of(ofStep, losses));
    }
}
