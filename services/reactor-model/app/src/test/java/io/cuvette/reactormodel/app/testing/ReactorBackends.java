package io.cuvette.reactormodel.app.testing;

import io.cuvette.service.testing.EmbeddedBackends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Real servers but for training, and limits and waiting times of the service small. */
public final class ReactorBackends extends EmbeddedBackends {

    public static final int LARGEST_RUN_FILE = 100_000;
    public static final int MOST_RUNS_OF_AN_ADAPTATION = 12;

    public static final int MOST_RUNS_OF_A_QUEUED_ADAPTATION = 40;

    private final TrainingStandIn training = new TrainingStandIn();

    @Override
    public Map<String, String> start() {
        Map<String, String> keys = new LinkedHashMap<>(super.start());
        try {
            training.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the stand-in of training does not start", e);
        }
        keys.put("cuvette.training.url", training.url());
        keys.put("cuvette.model-library.alias-lifetime", "1ms");
        keys.put("cuvette.reactors.cleanup-every", "1s");
        keys.put("cuvette.reactors.most-per-tenant", "20");
        keys.put("cuvette.reactors.most-run-files", "20");
        keys.put("cuvette.reactors.most-adaptations", "10");
        keys.put("cuvette.reactors.most-times", "500");
        // another model pushes the last one out: each is read back from the store
        keys.put("cuvette.reactors.kept-models", "1");
        keys.put("cuvette.reactors.most-segments", "100");
        keys.put("cuvette.reactors.most-predicted-runs", "20");
        keys.put("cuvette.reactors.largest-answer", "5000");
        keys.put("cuvette.reactors.largest-run-file", Integer.toString(LARGEST_RUN_FILE));
        keys.put(
                "cuvette.reactors.most-runs-of-an-adaptation",
                Integer.toString(MOST_RUNS_OF_AN_ADAPTATION));
        keys.put("cuvette.reactors.queue-every", "0.2s");
        keys.put("cuvette.reactors.most-times-of-an-adaptation", "2000");
        keys.put("cuvette.reactors.most-queued-per-tenant", "3");
        keys.put(
                "cuvette.reactors.most-runs-of-a-queued-adaptation",
                Integer.toString(MOST_RUNS_OF_A_QUEUED_ADAPTATION));
        return keys;
    }

    @Override
    public void inject(TestInjector injector) {
        super.inject(injector);
        injector.injectIntoFields(training, new TestInjector.MatchesType(TrainingStandIn.class));
    }

    @Override
    public void stop() {
        training.stop();
        super.stop();
    }
}
