package io.cuvette.training.core.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureTest {
    private static final double[] NO_ALIGNMENTS = {};

    private static Supplier<Mixture> named(String name) {
        return switch (name) {
            case "stratified" -> () -> new Stratified(3);
            case "skill-it" -> () -> new SkillIt(3, new SkillIt.Settings(2, 2, 0.25));
            case "aioli" -> () -> new Aioli(3, 5, new Aioli.Settings(4, 2, 0.5, 0.75, 0.3));
            case "aioli, adding up" -> () -> new Aioli(3, 5, new Aioli.Settings(4, 1, 0.5, 1, 0));
            case "flad, EXP3" -> () -> new Flad(3, 5, new Flad.Settings(Flad.Bandit.EXP3, 3, 0.1));
            case "flad, UCB1" -> () -> new Flad(3, 5, new Flad.Settings(Flad.Bandit.UCB1, 2, 0.1));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static RoundResult random(Mixture mixture, long seed) {
        RandomStream random = new RandomStream(seed);
        double[] before = new double[3];
        double[] after = new double[3];
        double[] alignments = new double[3];
        Arrays.setAll(before, i -> 1 + random.nextDouble());
        Arrays.setAll(after, i -> before[i] - 0.6 * random.nextDouble());
        Arrays.setAll(alignments, i -> 2 * random.nextDouble() - 1);
        return new RoundResult(
                mixture.proportions(),
                before,
                after,
                mixture.wantsAlignments() ? alignments : NO_ALIGNMENTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stratified",
                "skill-it",
                "aioli",
                "aioli, adding up",
                "flad, EXP3",
                "flad, UCB1"
            })
    void restoredMixturesGoOnToTheBit(String name) {
        for (int saved = 0; saved < 12; saved++) {
            Mixture straight = named(name).get();
            for (int round = 0; round < saved; round++) {
                straight.observe(random(straight, round));
            }
            Mixture resumed = named(name).get();
            resumed.restore(new MethodState(straight.save().values()));
            for (int round = saved; round < 24; round++) {
                assertThat(resumed.proportions()).isEqualTo(straight.proportions());
                assertThat(resumed.length()).isEqualTo(straight.length()).isBetween(0.01, 1.0);
                Proportions.requireDistribution(straight.proportions());
                straight.observe(random(straight, round));
                resumed.observe(random(resumed, round));
            }
        }
    }

    /** Probes lower the losses by a planted graph; then eta A L by hand. */
    @Test
    void skillItLearnsTheGraphAndFollowsTheLosses() {
        double[][] taught = {{0.2, 0.4}, {0, 0.1}};
        SkillIt skillIt = new SkillIt(2, new SkillIt.Settings(1.5, 1, 0.25));
        double[] losses = {2, 4};
        for (int i = 0; i < 2; i++) {
            assertThat(skillIt.length()).isEqualTo(0.25);
            double[] alone = skillIt.proportions();
            assertThat(alone[i]).isEqualTo(1);
            double[] after = {losses[0] * (1 - taught[i][0]), losses[1] * (1 - taught[i][1])};
            skillIt.observe(new RoundResult(alone, losses, after));
            losses = after;
        }
        double[][] graph = skillIt.graph();
        assertThat(graph[0][0]).isCloseTo(0.5, within(1e-12));
        assertThat(graph[0][1]).isEqualTo(1);
        assertThat(graph[1][0]).isEqualTo(0);
        assertThat(graph[1][1]).isCloseTo(0.25, within(1e-12));
        assertThat(skillIt.length()).isEqualTo(1);
        double first = 1.5 * (0.5 * losses[0] / 2 + 1 * losses[1] / 4);
        double second = 1.5 * 0.25 * losses[1] / 4;
        assertThat(skillIt.proportions()[0])
                .isCloseTo(1 / (1 + Math.exp(second - first)), within(1e-12));
    }

    @Test
    void skillItTakesAGraphThatIsKnown() {
        var settings = new SkillIt.Settings(1, 3, 0.25);
        SkillIt skillIt = new SkillIt(new double[][] {{2, 1}, {0, 1}}, settings);
        // losses count as 1 until they are known: exponents 1 + 0.5 and 0.5
        assertThat(skillIt.proportions()[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
        assertThatThrownBy(() -> new SkillIt(new double[][] {{1, -1}, {0, 1}}, settings))
                .hasMessageContaining("row 0 of the graph");
        double[] p = skillIt.proportions();
        RoundResult negative = new RoundResult(p, new double[] {1, 1}, new double[] {1, -1});
        assertThatThrownBy(() -> skillIt.observe(negative))
                .hasMessageContaining("loss of source 1 is -1.0");
    }

    /** Decreases that follow a planted law exactly give it back, and its softmax. */
    @Test
    void aioliSolvesTheMixingLaw() {
        double[][] law = {{0.3, 0.1, 0}, {0, 0.2, 0.1}, {0.05, 0, 0.25}};
        Aioli aioli = new Aioli(3, 1, new Aioli.Settings(2, 2, 0.6, 0.75, 0));
        double[] losses = {9, 9, 9};
        double length = 0;
        for (int part = 0; part < 6; part++) {
            double[] p = aioli.proportions();
            length += aioli.length();
            assertThat(Arrays.stream(p).max().orElseThrow()).isEqualTo(0.75);
            double[] after = new double[3];
            for (int i = 0; i < 3; i++) {
                after[i] = losses[i];
                for (int j = 0; j < 3; j++) {
                    after[i] -= law[i][j] * p[j];
                }
            }
            aioli.observe(new RoundResult(p, losses, after));
            losses = after;
        }
        assertThat(length).isCloseTo(0.6, within(1e-12));
        assertThat(aioli.length()).isCloseTo(0.4, within(1e-12));
        // columns have the sums 0.35, 0.3, 0.35 of 1
        double[] expected = Proportions.softmax(new double[] {0.7, 0.6, 0.7});
        double[] p = aioli.proportions();
        for (int j = 0; j < 3; j++) {
            assertThat(p[j]).isCloseTo(expected[j], within(1e-9));
        }
        aioli.observe(new RoundResult(p, losses, losses));
        assertThat(Arrays.stream(aioli.proportions()).max().orElseThrow()).isEqualTo(0.75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXP3", "UCB1"})
    void banditsFindTheArmThatPays(String bandit) {
        Flad flad = new Flad(5, 3, new Flad.Settings(Flad.Bandit.valueOf(bandit), 1, 0.1));
        double[] drawn = new double[5];
        double[] rewards = {-0.2, 0, 0.9, 0.1, -0.5};
        double[] losses = new double[5];
        for (int round = 0; round < 300; round++) {
            double[] p = flad.proportions();
            Arrays.setAll(drawn, a -> drawn[a] + p[a]);
            flad.observe(new RoundResult(p, losses, losses, rewards));
        }
        assertThat(Arrays.stream(drawn).sum()).isCloseTo(300, within(1e-9));
        assertThat(drawn[2]).isGreaterThan(130);
        assertThat(Arrays.stream(drawn)).allMatch(n -> n >= 1);
    }

    @Test
    void boundsTryEachSourceOnceFirst() {
        Flad flad = new Flad(3, 1, new Flad.Settings(Flad.Bandit.UCB1, 2, 0.1));
        double[] losses = new double[3];
        assertThat(flad.proportions()).containsExactly(0.5, 0.5, 0);
        // what was not drawn has no gradient to compare
        double[] alignments = {0.9, -0.9, Double.NaN};
        flad.observe(new RoundResult(flad.proportions(), losses, losses, alignments));
        assertThat(flad.proportions()).containsExactly(0.5, 0, 0.5);
        assertThat(flad.wantsLosses()).isFalse();
        flad.observe(RoundResult.ofAlignments(flad.proportions(), new double[] {0.9, 0, -0.9}));
        // 0.9 + sqrt(2 ln 4 / 2), then 0.9 + sqrt(2 ln 5 / 3), against at most sqrt(2 ln 5) - 0.9
        assertThat(flad.proportions()).containsExactly(1, 0, 0);
        RoundResult without = new RoundResult(flad.proportions(), losses, losses);
        assertThatThrownBy(() -> flad.observe(without)).hasMessageContaining("alignments");
    }

    @Test
    void badRoundsAreNamed() {
        double[] half = {0.5, 0.5};
        double[] one = {1, 1};
        assertThatThrownBy(() -> new RoundResult(half, one, new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loss of source 1 after the round is NaN");
        assertThatThrownBy(() -> new RoundResult(half, new double[3], one))
                .hasMessageContaining("3 losses before the round for 2 sources");
        assertThatThrownBy(() -> new RoundResult(new double[] {0.5, 0.6}, one, one))
                .hasMessageContaining("proportions have the sum 1.1");
        assertThatThrownBy(() -> new RoundResult(new double[] {1.5, -0.5}, one, one))
                .hasMessageContaining("proportion of source 0 is 1.5");
        assertThatThrownBy(() -> new RoundResult(half, one, one, new double[] {2, 0}))
                .hasMessageContaining("alignment of source 0 is 2.0");
        assertThatThrownBy(() -> new RoundResult(half, one, one, new double[] {0}))
                .hasMessageContaining("1 gradient alignments for 2 sources");
        assertThatThrownBy(() -> new RoundResult(half, one, new double[0]))
                .hasMessageContaining("2 losses before the round, but 0 after");
        SkillIt skillIt = new SkillIt(2, new SkillIt.Settings(1, 1, 1));
        RoundResult unknown = RoundResult.ofAlignments(skillIt.proportions(), new double[] {1, 0});
        assertThatThrownBy(() -> skillIt.observe(unknown))
                .hasMessageContaining("skill-it follows the losses");
        RoundResult other = new RoundResult(new double[] {1, 0}, one, one);
        assertThatThrownBy(() -> new Stratified(2).observe(other))
                .hasMessageContaining("asked for were [0.5, 0.5]");
        assertThatThrownBy(() -> new Stratified(1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new Aioli(2, 1, new Aioli.Settings(1, 1, 0.5, 0.5, 0)))
                .hasMessageContaining("focus is 0.5");
    }
}
