package io.cuvette.standalone.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * TCP ports, one a part.
 *
 * @param services ports of the services, each 1 to 65535
 * @param store port of the S3 store
 * @param postgres port of PostgreSQL
 */
public record Ports(Map<ServiceKind, Integer> services, int store, int postgres) {

    public Ports {
        services = Map.copyOf(services);
        Set<Integer> seen = new HashSet<>();
        for (ServiceKind kind : ServiceKind.values()) {
            require(kind.label(), services.get(kind), seen);
        }
        require("the object store", store, seen);
        require("PostgreSQL", postgres, seen);
    }

    private static void require(String part, int port, Set<Integer> seen) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "port %d of %s is outside 1..65535".formatted(port, part));
        }
        if (!seen.add(port)) {
            throw new IllegalArgumentException(
                    "port %d is given twice, once to %s; give each part its own"
                            .formatted(port, part));
        }
    }

    /** Port of a service. */
    public int of(ServiceKind kind) {
        return services.get(kind);
    }

    /** URL of a service as others on this machine reach it. */
    public String url(ServiceKind kind) {
        return "http://127.0.0.1:" + of(kind);
    }

    /**
     * Makes sure that a port is free before anything starts.
     *
     * @throws IOException naming the port and the option that changes it
     */
    public static void requireFree(int port, String part, String option) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException(
                    "port %d, wanted for %s, is in use by another program; end it or choose another with %s"
                            .formatted(port, part, option),
                    e);
        }
    }
}
