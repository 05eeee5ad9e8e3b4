package io.cuvette.standalone.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A service as a process.
 *
 * @param command program and arguments
 * @param marker one of the arguments that only processes of this data folder have
 * @param environment variables beside those of the launcher
 * @param ready answers 200 when the service can work
 */
public record ServiceSpec(
        String name,
        List<String> command,
        String marker,
        Map<String, String> environment,
        URI ready,
        Path log) {

    public ServiceSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (!command.contains(marker)) {
            throw new IllegalArgumentException("the command of " + name + " lacks its marker");
        }
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return "ServiceSpec[" + name + "]";
    }
}
