package io.cuvette.training.core.tuning;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.NoSettings;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Optional;
import java.util.stream.IntStream;

/** Independent points, uniform along each setting's scale. */
@MethodInfo(
        name = "random",
        area = Area.TUNING,
        does = "independent points, uniform along each setting's scale",
        paper = "Random Search for Hyper-Parameter Optimization",
        source = "Bergstra and Bengio, JMLR 2012")
public final class RandomSearch implements Search {

    public RandomSearch(NoSettings settings) {}

    public RandomSearch() {
        this(new NoSettings());
    }

    @Override
    public Optional<Proposal> next(Study study) {
        long seed = Seeds.hash(Seeds.hash(study.seed(), "random search"), study.next());
        return Optional.of(uniform(study.space(), new RandomStream(seed)));
    }

    static Proposal uniform(Space space, RandomStream random) {
        double[] units =
                IntStream.range(0, space.size()).mapToDouble(i -> random.nextDouble()).toArray();
        return Proposal.fresh(space.point(units));
    }
}
