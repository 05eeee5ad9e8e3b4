package io.cuvette.training.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cuvette.service.testing.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged service with a configuration that makes no sense. */
class BadConfigurationIT {

    @Test
    void endsAtOnceAndNamesEveryWrongKey() throws Exception {
        assumeTrue(ServiceProcess.isPackaged(), "needs the packaged service: run mvn verify");

        String output =
                ServiceProcess.refusal(
                        Map.of(
                                "cuvette.jobs.lease", "soon",
                                "cuvette.worker.max-parallel", "0",
                                "cuvette.datasets.max-size", "0",
                                "cuvette.store.endpoint", "nowhere"));

        assertThat(output)
                .contains("cuvette.jobs.lease")
                .contains("cuvette.datasets.max-size")
                .contains("cuvette.store.endpoint");
    }
}
