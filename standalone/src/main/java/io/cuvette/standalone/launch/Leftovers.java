package io.cuvette.standalone.launch;

import io.cuvette.standalone.config.DataFolder;
import io.cuvette.standalone.launch.SuiteState.ServiceState;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what a killed launcher left running. */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Leftovers() {}

    /**
     * Ends the services that the state file of a data folder names and that still run. To be called
     * with the {@link LauncherLock} held.
     *
     * @return how many there were
     */
    public static int end(DataFolder data) {
        int ended = 0;
        for (ServiceState service :
                SuiteState.read(data.stateFile())
                        .map(SuiteState::services)
                        .orElse(java.util.List.of())) {
            if (service.pid() > 0 && Processes.isOurs(service.pid(), service.marker())) {
                LOG.warn("ending {} ({}) of a killed launcher", service.name(), service.pid());
                Processes.end(service.pid(), service.marker(), LIMIT);
                ended++;
            }
        }
        return ended;
    }
}
