package io.cuvette.training.core.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Runs a study to its end, one trial after the other. */
final class StudyRunner {

    private StudyRunner() {}

    static List<Trial> run(
            Search search,
            Space space,
            long seed,
            int trials,
            ToDoubleFunction<List<Double>> loss) {
        List<Trial> done = new ArrayList<>();
        while (done.size() < trials) {
            Optional<Proposal> next = search.next(new Study(space, seed, done));
            if (next.isEmpty()) {
                return done;
            }
            Proposal proposal = next.get();
            done.add(
                    new Trial(
                            done.size(),
                            proposal.point(),
                            proposal.from(),
                            new Trial.Measured(loss.applyAsDouble(proposal.point()))));
        }
        return done;
    }

    static double best(List<Trial> trials) {
        return trials.stream().mapToDouble(Trial::lossOrInfinity).min().orElseThrow();
    }
}
