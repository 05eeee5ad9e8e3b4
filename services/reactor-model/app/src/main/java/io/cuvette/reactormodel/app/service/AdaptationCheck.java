package io.cuvette.reactormodel.app.service;

import java.util.List;

/**
 * What an adaptation would be made of, and how.
 *
 * @param runs ids of files
 * @param runCount in all of them
 * @param measured values of concentration and temperature together
 * @param queued whether it would be made later
 */
public record AdaptationCheck(
        AdaptationPlan plan,
        long reactorRevision,
        List<String> runs,
        int runCount,
        int measured,
        boolean queued) {}
