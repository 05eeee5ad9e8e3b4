package io.cuvette.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** When the moments of a job were seen, in nanoseconds since it was posted. */
final class JobTimeline {

    /** In the order in which they happen. */
    enum Moment {
        /** The answer 202 is here: the job is durable. */
        ACCEPTED("accepted"),
        /** State {@code STARTING}: leased by the dispatcher. */
        LEASED("dispatch"),
        /** State {@code RUNNING}: the worker's JVM is up and has fetched its assignment. */
        WORKER_REPORTED("JVM start"),
        /** First progress: the dataset is downloaded and verified. */
        DATASET_THERE("dataset download"),
        /** First progress of the loop: prepared, engine loaded, a step done. */
        FIRST_STEP("prepare, engine, first step");

        private final String ending;

        Moment(String ending) {
            this.ending = ending;
        }

        /** What the time before this moment is spent on. */
        String part() {
            return ending;
        }
    }

    private final Map<Moment, Long> nanos = new EnumMap<>(Moment.class);

    /** The first time counts. */
    void saw(Moment moment, long nanosSincePost) {
        nanos.putIfAbsent(moment, nanosSincePost);
    }

    void saw(EventStream.Event event, long nanosSincePost) {
        moment(event).ifPresent(moment -> saw(moment, nanosSincePost));
    }

    boolean complete() {
        return nanos.containsKey(Moment.FIRST_STEP);
    }

    double secondsTo(Moment moment) {
        return nanos.get(moment) / 1e9;
    }

    /**
     * Seconds between the moment before and this one. A moment that was overtaken, since progress
     * is reported once a second, takes no time and leaves it to the one that overtook it.
     */
    double secondsOf(Moment moment) {
        long before = 0;
        for (Moment earlier : Moment.values()) {
            if (earlier == moment) {
                break;
            }
            before = Math.max(before, nanos.getOrDefault(earlier, before));
        }
        return Math.max(0, nanos.getOrDefault(moment, before) - before) / 1e9;
    }

    private static Optional<Moment> moment(EventStream.Event event) {
        return switch (event.kind()) {
            case "state" ->
                    switch (event.data().path("state").asText()) {
                        case "STARTING" -> Optional.of(Moment.LEASED);
                        case "RUNNING" -> Optional.of(Moment.WORKER_REPORTED);
                        default -> Optional.empty();
                    };
            case "progress" ->
                    Optional.of(
                            event.data().path("phase").asText().startsWith("train ")
                                    ? Moment.FIRST_STEP
                                    : Moment.DATASET_THERE);
            default -> Optional.empty();
        };
    }
}
