package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.NoSettings;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Parameter;
import java.util.List;

/**
 * Gradient descent whose step has the length of the learning rate (after Tyurin, "From logistic
 * regression to the perceptron algorithm", AAAI 2025, arXiv:2412.08424).
 *
 * <pre>
 * p = p - rate * g / |g|
 * </pre>
 *
 * <p>With the norm over the whole group; a gradient of 0 moves nothing. For logistic regression,
 * whose gradient is {@code -mean_i s_i y_i a_i} with {@code s_i = 1 / (1 + exp(y_i a_i'p))}, Tyurin
 * normalises so that the step stays as long as the perceptron's when few samples are wrong. Only
 * the paper's abstract was at hand: its normaliser is taken to be {@code mean_i s_i}, the one that
 * the perceptron asks for. An optimizer sees gradients alone, so here it is their norm. On
 * separable data of norm up to R and margin mu the one is between mu and R times the other, and the
 * perceptron's bound of {@code (R / mu)^2} steps follows for both in the same way; the claim's test
 * measures both.
 */
@MethodInfo(
        name = "normalized-gd",
        area = Area.OPTIMIZER,
        does = "gradient descent with steps of the length of the learning rate",
        paper =
                "From Logistic Regression to the Perceptron Algorithm: Exploring Gradient Descent"
                        + " with Large Step Sizes",
        source = "Tyurin, AAAI 2025, arXiv:2412.08424",
        needs = Trait.GRADIENTS)
public final class NormalizedGd extends GroupOptimizer {

    public NormalizedGd(List<Parameter> group, NoSettings settings) {
        super("normalized-gd", group);
        SettingsSchema.checked(settings);
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        OptimizerOps.normalized(parameters(), gradients, learningRate);
    }
}
