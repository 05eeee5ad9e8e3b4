package io.cuvette.training.core.augment;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The augmentations of the catalogue; they have no memory, so an entry makes the augmentation. */
public final class AugmentMethods {
    public static final List<MethodEntry<Augmentation>> ALL =
            List.of(
                    MethodEntry.of(Mixup.class, Mixup.Settings.class, Mixup::new),
                    MethodEntry.of(
                            DecoupledMixup.class,
                            DecoupledMixup.Settings.class,
                            DecoupledMixup::new),
                    MethodEntry.of(RankMixup.class, RankMixup.Settings.class, RankMixup::new));

    private AugmentMethods() {}
}
