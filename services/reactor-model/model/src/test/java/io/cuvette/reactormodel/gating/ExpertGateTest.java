package io.cuvette.reactormodel.gating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpertGateTest {
    private static final double[][] CENTRES = {{0, 0, 5}, {100, 0, 5}, {0, 3, 5}};

    /** Three clouds, of columns of different size and one that is constant. */
    private static List<double[]> clouds(long seed, int each) {
        RandomStream random = new RandomStream(seed);
        List<double[]> contexts = new ArrayList<>();
        for (int i = 0; i < 3 * each; i++) {
            double[] centre = CENTRES[i % 3];
            contexts.add(
                    new double[] {
                        centre[0] + 8 * random.nextGaussian(),
                        centre[1] + 0.25 * random.nextGaussian(),
                        centre[2]
                    });
        }
        return contexts;
    }

    @Test
    void everyCloudGetsAnExpertOfItsOwn() {
        ExpertGate gate = ExpertGate.fit(clouds(1, 50), 3, 1);
        Map<Integer, Set<Integer>> expertsOfCloud = new HashMap<>();
        List<double[]> unseen = clouds(2, 50);
        for (int i = 0; i < unseen.size(); i++) {
            expertsOfCloud
                    .computeIfAbsent(i % 3, cloud -> new HashSet<>())
                    .add(gate.route(unseen.get(i)));
        }
        Set<Integer> all = new HashSet<>();
        for (Set<Integer> experts : expertsOfCloud.values()) {
            assertThat(experts).hasSize(1);
            all.addAll(experts);
        }
        assertThat(all).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void theSameSeedGivesTheSameGate() {
        ExpertGate first = ExpertGate.fit(clouds(1, 20), 3, 9);
        ExpertGate second = ExpertGate.fit(clouds(1, 20), 3, 9);
        assertThat(second.weights()).isDeepEqualTo(first.weights());
    }

    @Test
    void oneExpertTakesAll() {
        ExpertGate gate = ExpertGate.fit(clouds(1, 2), 1, 1);
        assertThat(gate.experts()).isEqualTo(1);
        assertThat(clouds(3, 5)).allSatisfy(c -> assertThat(gate.route(c)).isZero());
    }

    @Test
    void refusesFewerContextsThanExperts() {
        assertThatThrownBy(() -> ExpertGate.fit(clouds(1, 1), 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 experts for 3 contexts");
        assertThatThrownBy(() -> new ExpertGate(new double[2], new double[2], new double[][] {{1}}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
