package io.cuvette.training.core.loop;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.BatchLooks.Look;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TensorScope;
import java.util.List;

/** How far gradients of different batches point the same way, at the weights of now. */
public final class GradientAlignment {

    private GradientAlignment() {}

    /**
     * Cosines between the gradient of a target batch and of others, by the model's last objective;
     * 0 where a gradient is 0. Leaves weights and buffers alone.
     *
     * @param random from which every batch draws alike
     */
    @SuppressWarnings("try") // scopes are used by being open
    public static <B> double[] cosines(
            Trainable<B> model, B target, List<B> others, RandomStream random) {
        List<Objective<B>> objectives = model.objectives();
        Objective<B> objective = objectives.get(objectives.size() - 1);
        double[] cosines = new double[others.size()];
        try (TensorScope scope = TensorScope.open()) {
            PtNDArray[] wanted = gradient(model, objective, target, random);
            double norm = Math.sqrt(dot(wanted, wanted));
            for (int i = 0; i < cosines.length; i++) {
                try (TensorScope each = TensorScope.open()) {
                    PtNDArray[] found = gradient(model, objective, others.get(i), random);
                    double lengths = norm * Math.sqrt(dot(found, found));
                    cosines[i] = lengths == 0 ? 0 : dot(wanted, found) / lengths;
                }
            }
        }
        return cosines;
    }

    private static <B> PtNDArray[] gradient(
            Trainable<B> model, Objective<B> objective, B batch, RandomStream random) {
        var look = new Look<>(batch, 0, 0, random.copy(), 0);
        return new BatchLooks<>(
                        objective,
                        List.of(look),
                        List.of(),
                        List.of(),
                        new Buffers(model.parameters()),
                        model.parameters().tensors())
                .gradients();
    }

    private static double dot(PtNDArray[] a, PtNDArray[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i].mul(b[i]).sum().toType(DataType.FLOAT64, false).toDoubleArray()[0];
        }
        return sum;
    }
}
