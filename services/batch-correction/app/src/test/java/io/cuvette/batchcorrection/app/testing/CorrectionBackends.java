package io.cuvette.batchcorrection.app.testing;

import io.cuvette.service.store.S3ObjectStore;
import io.cuvette.service.store.StoreConfig;
import io.cuvette.service.store.StoreTimeouts;
import io.cuvette.service.testing.EmbeddedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real store with really trained models, a stand-in of the training service, and every limit and
 * waiting time small. Fields of type {@link Library} and {@link TrainingStandIn} get theirs.
 */
public final class CorrectionBackends extends EmbeddedStore {

    public static final int LARGEST_BODY = 1 << 20;

    /** In the scratch folder from before the start of the service. */
    public static final String OF_OTHERS = "exported.txt";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private TrainingStandIn training;
    private S3ObjectStore client;
    private Library library;

    /**
     * @param args settings of the service other than the usual ones
     */
    @Override
    public void init(Map<String, String> args) {
        settings.putAll(args);
    }

    /** Of a process that was killed: a file that it kept, and one that it was writing. */
    private void leaveFilesBehind() throws IOException {
        Path scratch = home().resolve("scratch");
        for (String folder : List.of("kept-datasets/dataset1", "export2")) {
            Files.createDirectories(scratch.resolve(folder));
            Files.writeString(scratch.resolve(folder).resolve("file"), "of a donor");
        }
        Files.writeString(scratch.resolve(OF_OTHERS), "no folder of this service");
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> keys = new LinkedHashMap<>(super.start());
        client =
                S3ObjectStore.connect(
                        new StoreConfig(
                                store().endpoint(),
                                store().endpoint(),
                                store().credentials().accessKey(),
                                store().credentials().secretKey(),
                                store().region(),
                                store().bucket(),
                                StoreTimeouts.DEFAULT));
        try {
            leaveFilesBehind();
            training = new TrainingStandIn();
            training.start();
            library =
                    Library.fill(
                            home().resolve("library"),
                            client,
                            training,
                            TrainedModels.train(home().resolve("models")));
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException("the backends do not start", e);
        }
        keys.put("cuvette.training.url", training.url());
        keys.put("quarkus.rest-client.training.read-timeout", "1000");
        keys.put("cuvette.store.connect-timeout", "500ms");
        keys.put("cuvette.store.attempts", "2");
        keys.put("cuvette.store.backoff", "20ms");
        keys.put("cuvette.model-library.alias-lifetime", "1ms");
        keys.put("cuvette.model-library.largest-dataset", "64M");
        keys.put("cuvette.model-library.dataset-lifetime", "500ms");
        keys.put("cuvette.model-library.largest-answer", "100000");
        keys.put("cuvette.model-library.largest-projection", "50000");
        keys.put("cuvette.model-library.scratch", home().resolve("scratch").toString());
        keys.put("cuvette.inference.max-request-bytes-in-flight", "64M");
        keys.put("quarkus.http.limits.max-body-size", Integer.toString(LARGEST_BODY));
        keys.putAll(settings);
        return keys;
    }

    @Override
    public void inject(TestInjector injector) {
        super.inject(injector);
        injector.injectIntoFields(training, new TestInjector.MatchesType(TrainingStandIn.class));
        injector.injectIntoFields(library, new TestInjector.MatchesType(Library.class));
    }

    @Override
    public void stop() {
        if (training != null) {
            training.stop();
        }
        if (client != null) {
            client.close();
        }
        super.stop();
    }
}
