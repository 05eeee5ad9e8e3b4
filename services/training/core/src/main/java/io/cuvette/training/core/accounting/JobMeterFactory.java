package io.cuvette.training.core.accounting;

/** Makes a meter that starts now, from settings that were bound to it. */
@FunctionalInterface
public interface JobMeterFactory {
    JobMeter start();
}
