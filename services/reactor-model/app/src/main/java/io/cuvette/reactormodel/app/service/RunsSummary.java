package io.cuvette.reactormodel.app.service;

import io.cuvette.data.finding.Finding;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.runs.NamedRun;
import io.cuvette.reactormodel.runs.ReactorRuns;
import java.util.List;
import java.util.Map;

/**
 * What a file of runs holds.
 *
 * @param units of columns whose names have none, as the caller gave them
 * @param findings warnings about runs and columns that were left out
 */
public record RunsSummary(List<One> runs, Map<String, String> units, List<Finding> findings) {

    /**
     * @param measured values of concentration and temperature together
     */
    public record One(String name, int times, int measured, double lastTimeH) {}

    static RunsSummary of(ReactorRuns read, Map<String, String> units) {
        return new RunsSummary(
                read.runs().stream().map(RunsSummary::one).toList(), units, read.findings());
    }

    private static One one(NamedRun run) {
        ObservedRun observed = run.observed();
        return new One(
                run.name(),
                observed.times(),
                observed.measured(),
                observed.timesH()[observed.times() - 1]);
    }
}
