package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.Settings;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.schedule.ScheduleContext;
import io.cuvette.training.core.schedule.ScheduleFactory;
import io.cuvette.training.core.schedule.ScheduleMethods;
import io.cuvette.training.core.schedule.SearchingSchedule;
import java.util.Optional;

/**
 * What schedules do in searches with generations, each of which trains longer in all than the one
 * before: a schedule that plans for the length of the run plans anew in each.
 */
final class GenerationSchedules {

    private static final String FIELD = "settings.training.schedule";
    private static final double RATE = 1e-3;
    private static final int BATCH = 32;
    private static final long STEPS = 2000;
    private static final long MORE_STEPS = 2 * STEPS;

    private GenerationSchedules() {}

    /** A warning when the rate of a step depends on how many steps there will be. */
    static Optional<Finding> warning(ObjectNode settings) {
        // what is wrong with the settings is for the family to say
        Settings schedule = Settings.of(settings.deepCopy()).object("training").object("schedule");
        String name = schedule.text("name", 100).orElse("");
        return ScheduleMethods.ALL.stream()
                .filter(known -> known.name().equals(name))
                .filter(known -> plansForTheRun(known.read(schedule).plan()))
                .findFirst()
                .map(
                        known ->
                                Finding.warning(
                                        FindingCode.INVALID_SETTING,
                                        FIELD,
                                        "%s plans for the steps of each generation: what it does towards the end of a run it does at the end of every generation, and the rate jumps in the next. Use constant unless that is wanted."
                                                .formatted(name)));
    }

    private static boolean plansForTheRun(ScheduleFactory factory) {
        try {
            Schedule shorter = factory.create(new ScheduleContext(RATE, STEPS, BATCH));
            Schedule longer = factory.create(new ScheduleContext(RATE, MORE_STEPS, BATCH));
            // a search has no rates before it has seen losses
            boolean plans = shorter instanceof SearchingSchedule;
            for (long step = 0; step < STEPS && !plans; step++) {
                plans = shorter.rate(step) != longer.rate(step);
            }
            return plans;
        } catch (IllegalArgumentException e) {
            // it needs more steps than these, so it looks at them
            return true;
        }
    }
}
