package io.cuvette.training.core.schedule;

/** Makes a schedule for a run, from settings that were bound to it. */
@FunctionalInterface
public interface ScheduleFactory {

    /**
     * @throws IllegalArgumentException if the settings do not fit the run, for instance when it is
     *     too short for them
     */
    Schedule create(ScheduleContext context);
}
