package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.sampling.FlatRows;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Weighs sources by a graph of which source teaches which (Chen et al. 2023, algorithm 1):
 *
 * <pre>
 * A_ij  = (L_j - L_j after training on source i alone) / L_j, if above 0       (section 3.2)
 * p_i   = softmax_i( eta sum_{s in window} sum_j A_ij L_j(s) / L_j(0) )
 * </pre>
 *
 * <p>So a source gains while what it teaches is not known yet. The graph is given, or learned in
 * the first rounds: one short round for each source alone. The authors start each of these from the
 * same weights and throw them away; here they follow each other and are part of the run. The graph
 * is scaled to a largest entry of 1, so that eta does not depend on the length of those rounds, and
 * losses are divided by the first ones, which is an option of the authors' code.
 */
@MethodInfo(
        name = "skill-it",
        area = Area.MIXING,
        does = "more of the sources that teach what is not known yet, by a learned graph",
        paper =
                "Skill-it! A Data-Driven Skills Framework for Understanding and Training Language Models",
        source = "Chen, Roberts, Bhatia, Wang, Zhang, Sala and Re, NeurIPS 2023, arXiv:2307.14430",
        keeps = "graph of the sources, losses of the last rounds",
        needs = {Trait.SOURCES, Trait.HELD_OUT_LOSS})
public final class SkillIt implements Mixture {

    public record Settings(
            @Real(min = 0, max = 100, preset = 4, about = "eta: 0 is stratified") double rate,
            @Whole(min = 1, max = 1000, preset = 3, about = "rounds whose losses are added up")
                    int window,
            @Real(
                            min = 0.001,
                            max = 1,
                            preset = 0.1,
                            about = "length of a round on one source alone, as a share of a round")
                    double probeLength) {}

    private final Settings settings;
    private final int sources;
    private final double[][] graph;
    private final Deque<double[]> losses = new ArrayDeque<>();

    private int probed;
    private double[] firstLosses = {};

    /** Learns the graph in its first rounds. */
    public SkillIt(int sources, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.sources = Proportions.requireSeveral(sources);
        this.graph = new double[sources][sources];
    }

    /**
     * @param graph {@code [i][j]}: what source i teaches of source j, not negative
     */
    public SkillIt(double[][] graph, Settings settings) {
        this(graph.length, settings);
        for (int i = 0; i < sources; i++) {
            if (graph[i].length != sources || !Arrays.stream(graph[i]).allMatch(a -> a >= 0)) {
                throw new IllegalArgumentException(
                        "row %d of the graph is %s; it needs %d entries from 0"
                                .formatted(i, Arrays.toString(graph[i]), sources));
            }
            this.graph[i] = graph[i].clone();
        }
        scaleGraph();
        this.probed = sources;
    }

    @Override
    public int sources() {
        return sources;
    }

    @Override
    public double length() {
        return probing() ? settings.probeLength() : 1;
    }

    private boolean probing() {
        return probed < sources;
    }

    @Override
    public double[] proportions() {
        double[] exponents = new double[sources];
        if (probing()) {
            exponents[probed] = 1;
            return exponents;
        }
        for (int i = 0; i < sources; i++) {
            for (int j = 0; j < sources; j++) {
                exponents[i] += settings.rate() * graph[i][j] * windowed(j);
            }
        }
        return Proportions.softmax(exponents);
    }

    /** Before any losses are known they count as they are at first. */
    private double windowed(int source) {
        return losses.isEmpty()
                ? 1
                : losses.stream().mapToDouble(l -> l[source] / firstLosses[source]).sum();
    }

    @Override
    public void observe(RoundResult result) {
        Proportions.requireSame(proportions(), result);
        result.requireLosses("skill-it");
        requirePositive(result.lossesBefore());
        requirePositive(result.lossesAfter());
        if (firstLosses.length == 0) {
            firstLosses = result.lossesBefore().clone();
        }
        if (probing()) {
            for (int j = 0; j < sources; j++) {
                double before = result.lossesBefore()[j];
                graph[probed][j] = Math.max(0, (before - result.lossesAfter()[j]) / before);
            }
            probed++;
            if (probing()) {
                return;
            }
            scaleGraph();
        }
        while (losses.size() >= settings.window()) {
            losses.removeFirst();
        }
        losses.addLast(result.lossesAfter().clone());
    }

    private static void requirePositive(double[] losses) {
        for (int j = 0; j < losses.length; j++) {
            if (losses[j] <= 0) {
                throw new IllegalArgumentException(
                        "the loss of source %d is %s; skill-it divides by losses, which must be"
                                        .formatted(j, losses[j])
                                + " above 0");
            }
        }
    }

    private void scaleGraph() {
        double largest = Arrays.stream(graph).flatMapToDouble(Arrays::stream).max().orElseThrow();
        for (double[] row : graph) {
            for (int j = 0; j < sources && largest > 0; j++) {
                row[j] /= largest;
            }
        }
    }

    /** {@code [i][j]}: what source i teaches of source j, at most 1; zeros until it is learned. */
    public double[][] graph() {
        return Arrays.stream(graph).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public MethodState save() {
        MethodState state = new MethodState().numbers("probed", probed);
        FlatRows.save(state, "graph", List.of(graph));
        FlatRows.save(state, "losses", losses);
        if (firstLosses.length > 0) {
            state.numbers("firstLosses", firstLosses);
        }
        return state;
    }

    @Override
    public void restore(MethodState state) {
        probed = (int) state.numbers("probed")[0];
        firstLosses =
                state.has("firstLosses") ? state.exactly("firstLosses", sources) : new double[0];
        List<double[]> rows = FlatRows.restore(state, "graph", sources);
        for (int i = 0; i < sources; i++) {
            graph[i] = rows.get(i);
        }
        losses.clear();
        losses.addAll(FlatRows.restore(state, "losses", sources));
    }
}
