package io.cuvette.training.app.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One observation about a job, in the way of Kubernetes.
 *
 * @param type what is observed
 * @param status whether it holds
 * @param reason one CamelCase word for programs
 * @param message one sentence for people
 * @param lastTransitionTime when {@code status} last changed
 */
public record Condition(
        Type type, boolean status, String reason, String message, Instant lastTransitionTime) {

    /** What conditions tell of. */
    public enum Type {
        /** A worker holds the lease. */
        LEASED,
        /** A stop was asked for and the worker has not answered yet. */
        STOPPING,
        /** The attempt before ended early; the message says why. */
        INTERRUPTED,
        /** The job is over, for better or worse. */
        FINISHED
    }

    /** The list with {@code newer} in place of the condition of its type. */
    static List<Condition> with(List<Condition> conditions, Condition newer) {
        List<Condition> result = new ArrayList<>();
        Condition merged = newer;
        for (Condition condition : conditions) {
            if (condition.type != newer.type) {
                result.add(condition);
            } else if (condition.status == newer.status) {
                merged =
                        new Condition(
                                newer.type,
                                newer.status,
                                newer.reason,
                                newer.message,
                                condition.lastTransitionTime);
            }
        }
        result.add(merged);
        return List.copyOf(result);
    }
}
