package io.cuvette.training.core.tuning;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Every combination of evenly spaced values, each once; the last setting varies fastest. */
@MethodInfo(
        name = "grid",
        area = Area.TUNING,
        does = "every combination of evenly spaced values",
        paper = "standard",
        source = "standard; as in Bergstra and Bengio, JMLR 2012")
public final class GridSearch implements Search {

    /**
     * @param points values of each range
     */
    public record Settings(
            @Whole(min = 1, max = 1000, preset = 3, about = "values of each range, ends included")
                    int points) {}

    private final Settings settings;

    public GridSearch(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /** Saturates, so that a grid that is too large is told from one that is small. */
    @Override
    public OptionalInt trials(Space space) {
        long product = 1;
        for (List<Double> values : values(space)) {
            product = Math.min(Integer.MAX_VALUE, product * values.size());
        }
        return OptionalInt.of((int) product);
    }

    @Override
    public Optional<Proposal> next(Study study) {
        List<List<Double>> values = values(study.space());
        int rest = study.next();
        List<Double> reversed = new ArrayList<>();
        for (int i = values.size() - 1; i >= 0; i--) {
            reversed.add(values.get(i).get(rest % values.get(i).size()));
            rest /= values.get(i).size();
        }
        if (rest > 0) {
            return Optional.empty();
        }
        Collections.reverse(reversed);
        return Optional.of(Proposal.fresh(reversed));
    }

    private List<List<Double>> values(Space space) {
        return space.dimensions().stream().map(d -> d.grid(settings.points())).toList();
    }
}
