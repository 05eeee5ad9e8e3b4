package io.cuvette.training.core.catalogue;

import io.cuvette.training.core.averaging.AveragingMethods;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.norm.NormMethods;
import io.cuvette.training.core.optimizer.OptimizerMethods;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every method of the core, by area in the order of {@link Area}. */
public final class Catalogue {
    private static final List<MethodEntry<?>> ALL =
            Stream.<List<? extends MethodEntry<?>>>of(
                            OptimizerMethods.ALL, NormMethods.ALL, AveragingMethods.ALL)
                    .<MethodEntry<?>>flatMap(List::stream)
                    .toList();

    private Catalogue() {}

    public static List<MethodEntry<?>> all() {
        return ALL;
    }

    public static List<MethodEntry<?>> of(Area area) {
        return ALL.stream().filter(entry -> entry.area() == area).toList();
    }

    public static Optional<MethodEntry<?>> find(Area area, String name) {
        return of(area).stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
