package io.cuvette.training.core.averaging;

import io.cuvette.training.core.checkpoint.StoredTensor;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.tensor.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights after the latest epochs, at most so many of them, each with one number. */
final class Snapshots {

    /**
     * @param value what the epoch is remembered with
     */
    record Snapshot(WeightSet weights, double value) {}

    private final int limit;
    private final List<Snapshot> snapshots = new ArrayList<>();

    Snapshots(int limit) {
        this.limit = limit;
    }

    void add(Parameters parameters, double value) {
        while (snapshots.size() >= limit) {
            snapshots.remove(0);
        }
        snapshots.add(new Snapshot(WeightSet.of(parameters), value));
    }

    List<Snapshot> all() {
        return List.copyOf(snapshots);
    }

    List<WeightSet> weights() {
        return snapshots.stream().map(Snapshot::weights).toList();
    }

    MethodState save() {
        Map<String, StoredTensor> named = new LinkedHashMap<>();
        for (int i = 0; i < snapshots.size(); i++) {
            String prefix = i + "/";
            snapshots.get(i).weights().tensors().forEach((n, t) -> named.put(prefix + n, t));
        }
        double[] values = snapshots.stream().mapToDouble(Snapshot::value).toArray();
        return new MethodState(named).numbers("values", values);
    }

    void restore(MethodState state) {
        snapshots.clear();
        double[] values = state.numbers("values");
        for (int i = 0; i < values.length; i++) {
            String prefix = i + "/";
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            for (String name : state.names(prefix)) {
                tensors.put(name.substring(prefix.length()), state.values().get(name));
            }
            snapshots.add(new Snapshot(new WeightSet(tensors), values[i]));
        }
    }
}
