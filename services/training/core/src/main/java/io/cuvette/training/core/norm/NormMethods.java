package io.cuvette.training.core.norm;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;
import java.util.stream.Stream;

/** The normalisations of the catalogue, by what a family makes of them. */
public final class NormMethods {

    /** Of a hidden layer in training. */
    public static final List<MethodEntry<NormFactory>> LAYERS =
            List.of(
                    MethodEntry.of(
                            BatchNorm.class,
                            BatchNorm.Settings.class,
                            settings -> (p, name, f) -> BatchNorm.create(p, name, f, settings)),
                    MethodEntry.of(
                            LayerNorm.class,
                            LayerNorm.Settings.class,
                            settings -> (p, name, f) -> new LayerNorm(p, name, f, settings)),
                    MethodEntry.of(
                            GhostBatchNorm.class,
                            GhostBatchNorm.Settings.class,
                            settings -> (p, name, f) -> new GhostBatchNorm(p, name, f, settings)),
                    MethodEntry.of(
                            PowerNorm.class,
                            PowerNorm.Settings.class,
                            settings -> (p, name, f) -> new PowerNorm(p, name, f, settings)),
                    MethodEntry.of(
                            BatchChannelNorm.class,
                            BatchChannelNorm.Settings.class,
                            settings ->
                                    (p, name, f) -> new BatchChannelNorm(p, name, f, settings)));

    /** Of a residual stack. */
    public static final List<MethodEntry<NormPlacement>> PLACEMENTS =
            List.of(MethodEntry.of(MixLn.class, MixLn.Settings.class, MixLn::new));

    /** Of a layer of batch normalisation on a stream of requests. */
    public static final List<MethodEntry<TestTimeNormFactory>> TEST_TIME =
            List.of(
                    MethodEntry.of(
                            AlphaBn.class,
                            AlphaBn.Settings.class,
                            settings -> (tensors, source, seed) -> new AlphaBn(source, settings)),
                    MethodEntry.of(
                            UnmixTns.class,
                            UnmixTns.Settings.class,
                            settings ->
                                    (tensors, source, seed) ->
                                            new UnmixTns(tensors, source, settings, seed)),
                    MethodEntry.of(
                            AdaB2n.class,
                            AdaB2n.Settings.class,
                            settings ->
                                    (tensors, source, seed) ->
                                            new AdaB2n(tensors, source, settings)));

    public static final List<MethodEntry<?>> ALL =
            Stream.<List<? extends MethodEntry<?>>>of(LAYERS, PLACEMENTS, TEST_TIME)
                    .<MethodEntry<?>>flatMap(List::stream)
                    .toList();

    private NormMethods() {}
}
