package io.cuvette.training.core.loop;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.tensor.Parameter;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Something to minimise, and the parameters that may change for it. A model has one, or several
 * that alternate, such as an adversary and the network it plays against.
 *
 * @param name prefix of its metrics
 * @param loss forward pass; all other parameters of the model are frozen meanwhile
 * @param optimizer changes its own group only
 * @param schedule learning rate by batches of the loop done before
 * @param clipNorm largest Euclidean norm of all gradients of the group together, above 0
 */
public record Objective<B>(
        String name,
        LossFunction<B> loss,
        Optimizer optimizer,
        Schedule schedule,
        OptionalDouble clipNorm) {

    public Objective {
        if (!name.matches("[A-Za-z0-9_]+")) {
            throw new IllegalArgumentException("not a name of an objective: " + name);
        }
        if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "clipNorm is %s; it must be above 0".formatted(clipNorm.getAsDouble()));
        }
    }

    /** Without clipping. */
    public Objective(String name, LossFunction<B> loss, Optimizer optimizer, Schedule schedule) {
        this(name, loss, optimizer, schedule, OptionalDouble.empty());
    }

    List<Parameter> group() {
        return optimizer.group();
    }

    PtNDArray[] parameters() {
        return Parameter.tensors(group());
    }
}
