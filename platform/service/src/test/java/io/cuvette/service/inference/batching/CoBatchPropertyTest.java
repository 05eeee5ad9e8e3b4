package io.cuvette.service.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever shares a batch, an answer has the bits of the answer alone. */
class CoBatchPropertyTest {

    private static final int INPUT_WIDTH = 37;
    private static final int OUTPUT_WIDTH = 5;
    private static final float POISON = -1000;

    @Property(tries = 60)
    void everyAnswerEqualsItsAnswerAloneAndOnlyPoisonFails(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 24) int requestCount,
            @ForAll @IntRange(min = 1, max = 24) int blockRows,
            @ForAll boolean placeDependent) {
        Random random = new Random(seed);
        MoodyKernel kernel =
                new MoodyKernel(
                        randomValues(random, INPUT_WIDTH * OUTPUT_WIDTH),
                        INPUT_WIDTH,
                        placeDependent);
        InferenceModel model =
                model(RowBlocks.packedIfSafe(blockRows, INPUT_WIDTH, OUTPUT_WIDTH, kernel));
        List<InferenceRequest> requests = new ArrayList<>();
        for (int i = 0; i < requestCount; i++) {
            int rows = 1 + random.nextInt(9);
            float[] values = randomValues(random, rows * INPUT_WIDTH);
            if (random.nextInt(8) == 0) {
                values[0] = POISON;
            }
            requests.add(Requests.rows(rows, values));
        }

        RequestBatchers batchers =
                new RequestBatchers(
                        new BatchSettings(
                                1 + random.nextInt(64), Duration.ofMillis(1), 100, 10_000, 2),
                        Duration.ofSeconds(20),
                        2,
                        new SimpleMeterRegistry());
        try {
            List<PendingAnswer> pending = new ArrayList<>();
            for (InferenceRequest request : requests) {
                pending.add(batchers.submit(InferenceLease.of(model, () -> {}), request));
            }
            for (int i = 0; i < requests.size(); i++) {
                assertSameAsAlone(model, requests.get(i), pending.get(i));
            }
        } finally {
            batchers.close();
        }
    }

    private static void assertSameAsAlone(
            InferenceModel model, InferenceRequest request, PendingAnswer pending) {
        if (Requests.x(request)[0] == POISON) {
            try {
                pending.await();
            } catch (InferenceException e) {
                assertThat(e.reason()).isEqualTo(InferenceException.Reason.INTERNAL);
                return;
            }
            throw new AssertionError("a poisoned request was answered");
        }
        Outcome.Answer alone = (Outcome.Answer) model.infer(List.of(request)).get(0);
        // equality of tensors compares bits
        assertThat(pending.await().outputs()).isEqualTo(alone.outputs());
    }

    private static InferenceModel model(RowBlocks blocks) {
        return Requests.model(
                requests -> {
                    List<float[]> inputs = requests.stream().map(Requests::x).toList();
                    if (inputs.stream().anyMatch(x -> x[0] == POISON)) {
                        throw new IllegalStateException("poison");
                    }
                    List<float[]> outputs = blocks.apply(inputs);
                    List<Outcome> outcomes = new ArrayList<>();
                    for (int i = 0; i < requests.size(); i++) {
                        outcomes.add(Requests.y(requests.get(i), outputs.get(i)));
                    }
                    return outcomes;
                });
    }

    private static float[] randomValues(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
