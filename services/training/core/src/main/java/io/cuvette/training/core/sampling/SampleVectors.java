package io.cuvette.training.core.sampling;

/** The vector of each sample that a selection looks at. */
public enum SampleVectors {
    NONE("nothing but the loss"),
    OUTPUTS("what the network gives for the sample before any softmax, row by row if a matrix"),
    LAST_LAYER_GRADIENTS("gradient of the sample's loss by weights of the last layer, flattened");

    private final String words;

    SampleVectors(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
