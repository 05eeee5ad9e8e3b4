package io.cuvette.standalone.launch;

import io.cuvette.standalone.launch.SuiteState.ServiceState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The child processes together: started at once, awaited in order, stopped in the reverse order.
 *
 * <p>At once, because most of a start is a JVM's own work, and a service that comes up before what
 * it needs says that it is not ready until it has it (docs/adr/0008). So a suite whose every part
 * was awaited is one whose every part is ready.
 */
final class Supervisor implements AutoCloseable {
    private final Spawner spawner = new Spawner();
    private final ReadinessProbe probe = new ReadinessProbe();
    private final List<Child> children = new ArrayList<>();
    private final Duration readyLimit;

    /**
     * Makes the children, none started.
     *
     * @param policy a new one for each child
     * @param onChange told when the state of a child changed
     */
    Supervisor(
            List<ServiceSpec> specs,
            Supplier<RestartPolicy> policy,
            Duration readyLimit,
            Runnable onChange) {
        this.readyLimit = readyLimit;
        for (ServiceSpec spec : specs) {
            children.add(new Child(spec, spawner, policy.get(), onChange));
        }
    }

    /**
     * Starts all and returns when all are ready.
     *
     * @throws IOException naming the service that did not get ready and its log; the others still
     *     run and are to be stopped by {@link #close()}
     */
    void start() throws IOException, InterruptedException {
        for (Child child : children) {
            child.start();
        }
        for (Child child : children) {
            boolean ready =
                    probe.await(
                            child.spec().ready(),
                            readyLimit,
                            () -> child.isGivenUp() || child.restarts() > 0);
            if (!ready) {
                throw new IOException(
                        "%s did not get ready%s; the end of %s says:%n%s"
                                .formatted(
                                        child.spec().name(),
                                        child.pid().isPresent() && child.restarts() == 0
                                                ? " within " + readyLimit.toSeconds() + " s"
                                                : ": its process ended",
                                        child.spec().log(),
                                        LogTail.of(child.spec().log())));
            }
            child.becameReady();
        }
    }

    List<ServiceState> states() {
        return children.stream()
                .map(
                        child ->
                                new ServiceState(
                                        child.spec().name(),
                                        child.pid().orElse(-1L),
                                        child.spec().marker(),
                                        child.spec().ready().toString(),
                                        child.restarts(),
                                        child.isGivenUp()))
                .toList();
    }

    @Override
    public void close() {
        for (int i = children.size() - 1; i >= 0; i--) {
            children.get(i).stop();
        }
        spawner.close();
    }
}
