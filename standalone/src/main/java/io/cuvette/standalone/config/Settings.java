package io.cuvette.standalone.config;

import io.cuvette.standalone.embedded.BrowserOrigins;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What to start and where. Everything listens on loopback: whoever wants to call from elsewhere
 * puts a proxy with TLS in front, for the gateway and for the store.
 *
 * @param services folder below which the built services lie (the repository's root)
 * @param browsers origins whose pages may call the gateway and upload to the store
 */
public record Settings(DataFolder data, Path services, Ports ports, BrowserOrigins browsers) {

    public Settings {
        services = services.toAbsolutePath().normalize();
    }

    /** The services that were built, in the order in which they start. */
    public List<ServiceKind> built() {
        return Arrays.stream(ServiceKind.values()).filter(kind -> kind.exists(services)).toList();
    }

    /** Where callers reach the suite. */
    public String address() {
        return ports.url(ServiceKind.GATEWAY);
    }
}
