package io.cuvette.reactormodel.network;

/**
 * Windows of equal length as networks see them: what is known before a window, and what happens in
 * it. Whether values are scaled is the caller's to know.
 *
 * @param count n
 * @param steps T, outputs of a window
 * @param inputSteps 1 for inputs that hold over the window, else T
 * @param features F
 * @param outputs O
 * @param inputs {@code [n, inputSteps, F]}, row-major
 * @param targets {@code [n, T, O]}, row-major; empty where only inputs are meant
 */
public record Windows(
        int count,
        int steps,
        int inputSteps,
        int features,
        int outputs,
        float[] inputs,
        float[] targets) {

    public Windows {
        if (count < 1 || steps < 1 || features < 1 || outputs < 1) {
            throw new IllegalArgumentException(
                    "%d windows of %d steps, %d features and %d outputs"
                            .formatted(count, steps, features, outputs));
        }
        if (inputSteps != 1 && inputSteps != steps) {
            throw new IllegalArgumentException(
                    "inputs of %d steps in windows of %d".formatted(inputSteps, steps));
        }
        if (inputs.length != count * inputSteps * features) {
            throw new IllegalArgumentException(
                    "%d values of inputs, not %d"
                            .formatted(inputs.length, count * inputSteps * features));
        }
        if (targets.length != 0 && targets.length != count * steps * outputs) {
            throw new IllegalArgumentException(
                    "%d values of targets, not %d"
                            .formatted(targets.length, count * steps * outputs));
        }
    }

    public int inputSize() {
        return inputSteps * features;
    }

    public int targetSize() {
        return steps * outputs;
    }

    /** Some of the windows, in the order given. */
    public Windows select(int... rows) {
        float[] someInputs = new float[rows.length * inputSize()];
        float[] someTargets = new float[targets.length == 0 ? 0 : rows.length * targetSize()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(
                    inputs, rows[i] * inputSize(), someInputs, i * inputSize(), inputSize());
            if (targets.length != 0) {
                System.arraycopy(
                        targets,
                        rows[i] * targetSize(),
                        someTargets,
                        i * targetSize(),
                        targetSize());
            }
        }
        return new Windows(
                rows.length, steps, inputSteps, features, outputs, someInputs, someTargets);
    }

    public Windows withTargets(float[] others) {
        return new Windows(count, steps, inputSteps, features, outputs, inputs, others);
    }
}
