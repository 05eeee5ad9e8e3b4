package io.cuvette.standalone.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service as a process.
 *
 * @param command a JVM and its arguments, without those of the class archive
 * @param classes kept for its next start
 * @param marker one of the arguments that only processes of this data folder have
 * @param environment variables beside those of the launcher
 * @param ready answers 200 when the service can work
 */
record ServiceSpec(
        String name,
        List<String> command,
        ClassArchive classes,
        String marker,
        Map<String, String> environment,
        URI ready,
        Path log) {

    ServiceSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (!command.contains(marker)) {
            throw new IllegalArgumentException("the command of " + name + " lacks its marker");
        }
    }

    /** Program and arguments of a process that starts now. */
    List<String> commandNow() {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(1, classes.flags());
        return whole;
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return "ServiceSpec[" + name + "]";
    }
}
