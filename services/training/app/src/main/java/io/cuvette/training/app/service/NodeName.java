package io.cuvette.training.app.service;

import io.cuvette.training.app.config.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The name under which this host holds leases. It stays the same over restarts, so that workers
 * that outlived the service still count against the host's limit.
 */
@ApplicationScoped
public class NodeName {

    private final String value;

    @Inject
    public NodeName(WorkerConfig config) {
        this.value = config.node().orElseGet(NodeName::hostName);
    }

    public String value() {
        return value;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
