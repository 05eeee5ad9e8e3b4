package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.ArrayList;
import java.util.List;

/** What comes of predicting one run among many: one that fails leaves the others as they are. */
public sealed interface Attempt {

    /** A trajectory with its bands. */
    record Predicted(Prediction prediction) implements Attempt {}

    /** A run that cannot be followed to its end. */
    record NotFollowed(SimulationException reason) implements Attempt {}

    /** A run that the model cannot be told of. */
    record Unsuitable(UnsuitableRunException reason) implements Attempt {}

    /** Runs that are predicted at once: what is held of them until they are done stays small. */
    int BLOCK = 256;

    /**
     * Predicts runs, block after block; a block with a run that fails is predicted run by run,
     * which gives the others the same bits.
     *
     * @param timesH of each run, above 0 and increasing
     * @param level chance of the bands, above 0 to below 1
     * @return one for each run, in their order
     */
    static List<Attempt> all(
            ReactorModel model, List<Run> runs, List<double[]> timesH, double level) {
        List<Attempt> attempts = new ArrayList<>();
        for (int from = 0; from < runs.size(); from += BLOCK) {
            int to = Math.min(runs.size(), from + BLOCK);
            attempts.addAll(block(model, runs.subList(from, to), timesH.subList(from, to), level));
        }
        return attempts;
    }

    private static List<Attempt> block(
            ReactorModel model, List<Run> runs, List<double[]> timesH, double level) {
        List<Attempt> attempts = new ArrayList<>();
        try {
            model.predict(runs, timesH, level).forEach(p -> attempts.add(new Predicted(p)));
        } catch (SimulationException | UnsuitableRunException e) {
            for (int i = 0; i < runs.size(); i++) {
                attempts.add(one(model, runs.get(i), timesH.get(i), level));
            }
        }
        return attempts;
    }

    private static Attempt one(ReactorModel model, Run run, double[] timesH, double level) {
        try {
            return new Predicted(model.predict(run, timesH, level));
        } catch (SimulationException e) {
            return new NotFollowed(e);
        } catch (UnsuitableRunException e) {
            return new Unsuitable(e);
        }
    }
}
