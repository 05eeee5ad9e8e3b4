package io.cuvette.training.core.norm;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;

/**
 * Mix-LN (Li, Yin and Liu 2024): the first {@code floor(early L)} of L blocks normalise after the
 * sum, where the gradient keeps its size towards the end of the stack, the others before the
 * function, where it keeps its size towards the beginning. 0 is pre-norm throughout, 1 post-norm.
 *
 * <p>The normalisation is the family's; the paper's is layer normalisation or its uncentred form.
 */
@MethodInfo(
        name = "mix-ln",
        area = Area.NORM,
        does =
                "normalises after the sum in early residual blocks, before the function in deep ones",
        paper = "Mix-LN: Unleashing the Power of Deeper Layers by Combining Pre-LN and Post-LN",
        source = "Li, Yin and Liu, ICLR 2025, arXiv:2412.13795",
        needs = {Trait.NORMALISED_LAYERS, Trait.RESIDUAL_BLOCKS})
public final class MixLn implements NormPlacement {

    /**
     * @param early share of the blocks
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0.25,
                            about = "share of the blocks, from the first, that normalise the sum")
                    double early) {
        public static final Settings DEFAULT = new Settings(0.25);
    }

    private final double early;

    public MixLn(Settings settings) {
        this.early = SettingsSchema.checked(settings).early();
    }

    @Override
    public Place of(int block, int blocks) {
        if (block < 0 || block >= blocks) {
            throw new IllegalArgumentException(
                    "there is no block %d among %d; they count from 0".formatted(block, blocks));
        }
        // a share such as 0.3 of 10 blocks is 3 of them, whatever its binary digits
        return block < Math.floor(early * blocks + 1e-9) ? Place.AFTER : Place.BEFORE;
    }
}
