package io.cuvette.training.core.method;

import java.util.Locale;

/**
 * What a method may need of the family it is used in. A method fits a family that has all traits
 * the method needs.
 */
public enum Trait {
    GRADIENTS("weights that are trained by gradients"),
    CLASS_LABELS("samples with class labels"),
    LABEL_SETS("samples with several labels each"),
    PAIRS("pairs of two views of the same sample"),
    SAMPLE_LOSSES("a loss of each sample by itself"),
    LAST_LAYER_GRADIENTS("the gradient of each sample's loss by the last layer's weights"),
    SEVERAL_LOSSES("a loss that is a sum of several tasks'"),
    OUTPUT_SPACE("a loss that is a function of the network's outputs"),
    RAGGED_SEQUENCES("sequences of different lengths"),
    MIXABLE_INPUTS("dense inputs that may be interpolated"),
    NORMALISED_LAYERS("hidden layers that are normalised"),
    RESIDUAL_BLOCKS("a stack of residual blocks"),
    SOURCES("samples from several sources"),
    CONCEPTS("samples that are marked with concepts"),
    HELD_OUT_LOSS("a loss on held-out samples"),
    HELD_OUT_PREDICTIONS("predictions for held-out samples"),
    REPRESENTATIONS("a representation of held-out samples"),
    UNIT_PERMUTATIONS("hidden units that may be permuted"),
    TEST_STREAMS("answers that may depend on the other samples of a request"),
    SEVERAL_RUNS("several runs of the same training");

    private final String words;

    Trait(String words) {
        this.words = words;
    }

    /** For instance {@code class-labels}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the family has to have, in words that follow "needs". */
    public String words() {
        return words;
    }
}
