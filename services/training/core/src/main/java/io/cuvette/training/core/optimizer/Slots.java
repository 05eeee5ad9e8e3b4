package io.cuvette.training.core.optimizer;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Map;

/** One zero tensor of the same shape for each parameter of a group. */
final class Slots implements AutoCloseable {
    private final List<Parameter> group;
    private final PtNDArray[] tensors;

    Slots(Tensors tensors, List<Parameter> group) {
        this.group = group;
        this.tensors = new PtNDArray[group.size()];
        for (int i = 0; i < this.tensors.length; i++) {
            PtNDArray value = group.get(i).value();
            this.tensors[i] = tensors.zeros(value.getDataType(), value.getShape().getShape());
            NDScope.unregister(this.tensors[i]);
        }
    }

    PtNDArray[] tensors() {
        return tensors;
    }

    void addTo(Map<String, PtNDArray> state, String slot) {
        for (int i = 0; i < tensors.length; i++) {
            state.put(slot + "/" + group.get(i).name(), tensors[i]);
        }
    }

    @Override
    public void close() {
        for (PtNDArray tensor : tensors) {
            tensor.close();
        }
    }
}
