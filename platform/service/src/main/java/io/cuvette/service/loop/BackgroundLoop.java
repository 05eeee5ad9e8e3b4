package io.cuvette.service.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/**
 * One turn after another of a background loop: each success is counted in {@code
 * cuvette.loop.beats}, and an outage is logged when it begins and when it ends, not every second.
 */
public final class BackgroundLoop {

    private static final Logger LOG = Logger.getLogger(BackgroundLoop.class);

    private final String name;
    private final Counter beats;
    private volatile boolean failing;

    public BackgroundLoop(String name, MeterRegistry metrics) {
        this.name = name;
        this.beats = metrics.counter("cuvette.loop.beats", "loop", name);
    }

    public void turn(Runnable work) {
        try {
            work.run();
            beats.increment();
            if (failing) {
                failing = false;
                LOG.infof("%s loop works again", name);
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warnf(e, "%s loop fails and goes on trying", name);
            }
        }
    }
}
