package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.NoSettings;
import java.util.List;

/** The schedules of the catalogue, and what changes the rate beside them. */
public final class ScheduleMethods {
    public static final List<MethodEntry<ScheduleFactory>> ALL =
            List.of(
                    MethodEntry.of(
                            ConstantRate.class,
                            NoSettings.class,
                            settings -> context -> new ConstantRate(context.learningRate())),
                    MethodEntry.of(
                            WarmupCosine.class,
                            WarmupCosine.Settings.class,
                            settings -> context -> WarmupCosine.of(settings, context)),
                    MethodEntry.of(
                            WarmupStableDecay.class,
                            WarmupStableDecay.Settings.class,
                            settings -> context -> new WarmupStableDecay(settings, context)),
                    MethodEntry.of(
                            PowerRate.class,
                            PowerRate.Settings.class,
                            settings -> context -> new PowerRate(settings, context)),
                    MethodEntry.of(
                            AutoLrs.class,
                            AutoLrs.Settings.class,
                            settings -> context -> new AutoLrs(settings, context)));

    /** Factors on the rate, used beside a schedule. */
    public static final List<MethodEntry<RateModifier>> MODIFIERS =
            List.of(
                    MethodEntry.of(
                            RateScaling.class, RateScaling.Settings.class, RateScaling::new));

    private ScheduleMethods() {}
}
