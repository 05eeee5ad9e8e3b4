package io.cuvette.training.core.averaging;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;
import java.util.stream.Stream;

/** The averages of the catalogue. */
public final class AveragingMethods {

    /** Over one run. */
    public static final List<MethodEntry<AveragerFactory>> AVERAGERS =
            List.of(
                    MethodEntry.of(
                            Ema.class,
                            Ema.Settings.class,
                            settings -> context -> new Ema(context.parameters(), settings)),
                    MethodEntry.of(
                            Soup.class,
                            Soup.Settings.class,
                            settings -> context -> new Soup(settings)),
                    MethodEntry.of(
                            GreedySoup.class,
                            GreedySoup.Settings.class,
                            settings -> context -> new GreedySoup(context.score(), settings)),
                    MethodEntry.of(
                            MetricWeighted.class,
                            MetricWeighted.Settings.class,
                            settings ->
                                    context ->
                                            new MetricWeighted(
                                                    context.metric(), context.larger(), settings)));

    /** Over runs that did not begin from the same weights. */
    public static final List<MethodEntry<WeightMatching>> MATCHERS =
            List.of(
                    MethodEntry.of(
                            WeightMatching.class,
                            WeightMatching.Settings.class,
                            WeightMatching::new));

    public static final List<MethodEntry<?>> ALL =
            Stream.<List<? extends MethodEntry<?>>>of(AVERAGERS, MATCHERS)
                    .<MethodEntry<?>>flatMap(List::stream)
                    .toList();

    private AveragingMethods() {}
}
