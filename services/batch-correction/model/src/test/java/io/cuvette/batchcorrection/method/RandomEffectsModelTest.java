package io.cuvette.batchcorrection.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.RandomEffectsNetwork;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users are told of the tables at the output, which are batches x genes large. */
class RandomEffectsModelTest {

    private static final int GENES = 700;
    private static final int BATCHES = 400;
    private static final Architecture SMALL = new Architecture(6, 4, 2);

    private static Tensors tensors;
    private static Parameters weights;
    private static RandomEffectsModel model;

    @BeforeAll
    static void load() {
        tensors = Tensors.open();
        weights = new Parameters(tensors, 5);
        RandomEffectsNetwork.create(weights, GENES, BATCHES, SMALL);
        model = RandomEffectsModel.of(GENES, BATCHES, SMALL, weights::floats);
    }

    @AfterAll
    static void close() {
        model.close();
        weights.close();
        tensors.close();
    }

    @Test
    void aGenesEffectsAreItsColumnOfTheWholeTablesBitForBit() {
        float[] beta = weights.floats("decoder.0.beta.mean");
        double[] betaDeviation = deviations(weights.floats("decoder.0.beta.rho"));
        float[] gamma = weights.floats("decoder.0.gamma.mean");
        double[] gammaDeviation = deviations(weights.floats("decoder.0.gamma.rho"));

        for (int gene : new int[] {0, 1, 333, GENES - 1}) {
            OutputEffects effects = model.outputEffects(gene);
            assertThat(effects.batches()).isEqualTo(BATCHES);
            for (int batch = 0; batch < BATCHES; batch++) {
                int entry = batch * GENES + gene;
                assertThat(effects.offset(batch))
                        .isEqualTo(new OutputEffects.Posterior(beta[entry], betaDeviation[entry]));
                assertThat(effects.scale(batch))
                        .isEqualTo(
                                new OutputEffects.Posterior(gamma[entry], gammaDeviation[entry]));
            }
        }
    }

    /** s = 1e-5 + softplus(rho); softplus(x) = max(x, 0) + ln(1 + exp(-|x|)). */
    private static double[] deviations(float[] rho) {
        double[] deviations = new double[rho.length];
        for (int i = 0; i < rho.length; i++) {
            deviations[i] = 1e-5 + (Math.max(rho[i], 0) + Math.log1p(Math.exp(-Math.abs(rho[i]))));
        }
        return deviations;
    }

    @Test
    void spreadsAreRootMeanSquaresOverBatches() {
        float[] beta = weights.floats("decoder.0.beta.mean");
        float[] gamma = weights.floats("decoder.0.gamma.mean");

        for (int gene : new int[] {0, 42, GENES - 1}) {
            assertThat(model.offsetSpread(gene))
                    .isCloseTo(rootMeanSquare(beta, gene), within(1e-12));
            assertThat(model.scaleSpread(gene))
                    .isCloseTo(rootMeanSquare(gamma, gene), within(1e-12));
        }
    }

    private static double rootMeanSquare(float[] table, int gene) {
        double squares = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            squares += Math.pow(table[batch * GENES + gene], 2);
        }
        return Math.sqrt(squares / BATCHES);
    }

    @Test
    void oneGeneTakesNoMemoryThatGrowsWithAllGenes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // classes that are loaded on the first call are no part of it
        model.outputEffects(0);
        long before = threads.getCurrentThreadAllocatedBytes();
        OutputEffects effects = model.outputEffects(7);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(effects.offset()).hasSize(BATCHES);
        // a byte an entry would be a quarter of one table
        assertThat(allocated).isLessThan((long) BATCHES * GENES);
    }

    @Test
    void spreadsAreCountedInItsSize() {
        long values = weights.all().stream().mapToLong(parameter -> parameter.value().size()).sum();

        assertThat(model.sizeBytes()).isEqualTo(Float.BYTES * values + 2L * Double.BYTES * GENES);
    }

    @Test
    void aGeneThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> model.outputEffects(GENES))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> model.outputEffects(-1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
