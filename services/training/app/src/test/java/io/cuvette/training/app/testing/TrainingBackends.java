package io.cuvette.training.app.testing;

import io.cuvette.service.testing.EmbeddedBackends;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Real servers, and every waiting time of the service short. */
public final class TrainingBackends extends EmbeddedBackends {

    @Override
    public Map<String, String> start() {
        Map<String, String> keys = new LinkedHashMap<>(super.start());
        keys.put(
                "cuvette.worker.folder",
                Path.of("target", "workers", UUID.randomUUID().toString())
                        .toAbsolutePath()
                        .toString());
        keys.put("cuvette.worker.max-parallel", "2");
        keys.put("cuvette.worker.min-heap", "48M");
        keys.put("cuvette.worker.max-heap", "1G");
        keys.put("cuvette.worker.heartbeat", "500ms");
        keys.put("cuvette.worker.outage-budget", "2m");
        keys.put("cuvette.worker.jvm-options", "-XX:+UseSerialGC,-XX:TieredStopAtLevel=1");
        keys.put("cuvette.worker.dispatch-every", "1s");
        keys.put("cuvette.worker.scratch-every", "1s");
        keys.put("cuvette.jobs.lease", "8s");
        keys.put("cuvette.jobs.retry-delay", "200ms");
        keys.put("cuvette.jobs.sweep-every", "1s");
        keys.put("cuvette.jobs.cleanup-every", "1s");
        keys.put("cuvette.jobs.leftover-grace", "1s");
        keys.put("cuvette.sweeps.drive-every", "1s");
        keys.put("cuvette.datasets.validate-every", "1s");
        keys.put("cuvette.datasets.validation-lease", "5s");
        keys.put("cuvette.datasets.validation-heap", "256M");
        keys.put("cuvette.datasets.part-size", "5M");
        keys.put("cuvette.datasets.expire-every", "1s");
        return keys;
    }
}
