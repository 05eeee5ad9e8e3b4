package io.cuvette.training.core.averaging;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;

/**
 * Exponential moving average of the weights (Polyak and Juditsky 1992 with exponential weights).
 *
 * <pre>
 * a = d a + (1 - d) w      after every {@code every} steps, t = 1, 2, ...
 * d = min(decay, t / (t + 9)) with warm-up, so that the first weights are soon forgotten
 * </pre>
 *
 * <p>The average starts as the weights after the first of these steps. One more copy of the model
 * on its device.
 */
@MethodInfo(
        name = "ema",
        area = Area.AVERAGING,
        does = "exponential moving average of the weights over steps",
        paper = "Acceleration of Stochastic Approximation by Averaging",
        source = "Polyak and Juditsky, SIAM Journal on Control and Optimization 30, 1992",
        keeps = "the average and the number of steps in it",
        needs = Trait.GRADIENTS)
public final class Ema implements Averager {

    /**
     * @param decay of the average
     * @param every steps between two weights of the average
     */
    public record Settings(
            @Real(min = 0, max = 0.9999999, preset = 0.999, about = "share of the former average")
                    double decay,
            @Whole(min = 1, max = 10_000, preset = 1, about = "steps between two updates")
                    int every,
            @Flag(preset = true, about = "forget faster in the beginning") boolean warmUp) {
        public static final Settings DEFAULT = new Settings(0.999, 1, true);
    }

    private final Settings settings;
    private final List<String> names;
    private final PtNDArray[] average;
    private long updates;

    public Ema(Parameters parameters, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        List<Parameter> all = parameters.all();
        this.names = all.stream().map(Parameter::name).toList();
        this.average = new PtNDArray[all.size()];
        for (int i = 0; i < average.length; i++) {
            PtNDArray value = all.get(i).value();
            average[i] =
                    parameters.tensors().zeros(value.getDataType(), value.getShape().getShape());
            NDScope.unregister(average[i]);
        }
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public void afterStep(Parameters parameters, long step) {
        if ((step + 1) % settings.every() != 0) {
            return;
        }
        double decay = settings.decay();
        if (updates == 0) {
            decay = 0;
        } else if (settings.warmUp()) {
            decay = Math.min(decay, updates / (updates + 9.0));
        }
        updates++;
        try (GradMode off = GradMode.off()) {
            TorchOps.scale(average, decay);
            TorchOps.addScaled(average, values(parameters), 1 - decay);
        }
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public void finish(Parameters parameters) {
        if (updates == 0) {
            return;
        }
        PtNDArray[] values = values(parameters);
        try (GradMode off = GradMode.off()) {
            TorchOps.zero(values);
            TorchOps.addScaled(values, average, 1);
        }
    }

    private PtNDArray[] values(Parameters parameters) {
        return names.stream().map(parameters::get).toArray(PtNDArray[]::new);
    }

    @Override
    public MethodState save() {
        MethodState state = new MethodState().numbers("updates", (double) updates);
        for (int i = 0; i < average.length; i++) {
            state.tensor("average/" + names.get(i), average[i]);
        }
        return state;
    }

    @Override
    public void restore(MethodState state) {
        updates = (long) state.numbers("updates")[0];
        for (int i = 0; i < average.length; i++) {
            state.into("average/" + names.get(i), average[i]);
        }
    }

    @Override
    public void close() {
        for (PtNDArray tensor : average) {
            tensor.close();
        }
    }
}
