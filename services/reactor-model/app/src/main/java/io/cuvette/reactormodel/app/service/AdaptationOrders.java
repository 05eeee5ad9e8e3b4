package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.config.ReactorsConfig;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.program.PretrainedModel;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What callers want adapted, judged by its size before anything is read or computed. */
@ApplicationScoped
public class AdaptationOrders {

    /** Estimates follow each run many times. */
    private static final int MOST_NODES = 200;

    /** Of a tube as it is declared when nothing is said, after its inlet. */
    private static final double USUAL_NODES = 9;

    /** Runs times the times of the longest. */
    private static final long MOST_PADDED_TO_WAIT_FOR = 20_000;

    private final RunFiles files;
    private final StartingWeights starts;
    private final ReactorsConfig config;

    @Inject
    public AdaptationOrders(RunFiles files, StartingWeights starts, ReactorsConfig config) {
        this.files = files;
        this.starts = starts;
        this.config = config;
    }

    /**
     * What a caller wants.
     *
     * @param runs ids of files; all of the reactor when empty
     * @param plan asked only when it is needed
     * @param later whether the caller would rather not wait
     */
    public record Wanted(List<String> runs, Supplier<AdaptationPlan> plan, boolean later) {}

    /**
     * What is made of it.
     *
     * @param row not stored yet
     * @param runs in all of its files
     * @param queued whether it is made later
     */
    record Order(AdaptationEntity row, PretrainedModel start, int runs, boolean queued) {}

    /**
     * @throws io.cuvette.service.error.ProblemException NOT_FOUND of a file; UNPROCESSABLE when
     *     there are no runs or too many, the tube is too fine, or the base is for another method
     */
    Order of(TenantId tenant, ReactorEntity reactor, Wanted wanted) {
        int nodes = Simulations.nodes(reactor.document.declared().nominal());
        requireCoarse(nodes);
        List<RunsEntity> chosen = files.chosen(tenant, reactor.id, wanted.runs());
        RunsToLearn size = RunsToLearn.of(chosen);
        requireFew(size);
        AdaptationPlan plan = wanted.plan().get();
        AdaptationEntity row = new AdaptationEntity();
        row.id = Ids.next();
        row.tenant = tenant.value();
        row.reactorId = reactor.id;
        row.reactorRevision = reactor.revision;
        row.document = reactor.document;
        row.runs = chosen.stream().map(file -> file.id).toList();
        row.plan = plan;
        row.createdAt = Instant.now();
        PretrainedModel start = starts.of(tenant, plan);
        boolean queued = wanted.later() || isLong(size, nodes, plan.method(), start);
        return new Order(row, start, size.runs(), queued);
    }

    private boolean isLong(
            RunsToLearn size, int nodes, AdaptationMethod method, PretrainedModel start) {
        // what balances take grows with the nodes that they are followed through
        double fineness = method.followsBalances() ? Math.max(1, nodes / USUAL_NODES) : 1;
        return size.runs() * fineness > config.mostRunsOfAnAdaptation()
                || size.padded() * fineness > MOST_PADDED_TO_WAIT_FOR
                || !method.isQuick(size.runs(), start);
    }

    /**
     * What an adaptation learns from.
     *
     * @param padded values if every run had as many times as the longest: what it takes in memory
     */
    private record RunsToLearn(int runs, long padded) {

        static RunsToLearn of(List<RunsEntity> files) {
            int runs = 0;
            long longest = 0;
            for (RunsEntity file : files) {
                runs += file.summary.runs().size();
                for (RunsSummary.One run : file.summary.runs()) {
                    longest = Math.max(longest, run.times());
                }
            }
            return new RunsToLearn(runs, runs * longest);
        }
    }

    private static void requireCoarse(int nodes) {
        if (nodes > MOST_NODES) {
            throw Problems.unprocessable(
                    "The tube has more than %d nodes after its inlet; declare it with fewer to adapt it."
                            .formatted(MOST_NODES));
        }
    }

    private void requireFew(RunsToLearn size) {
        int runs = size.runs();
        if (runs == 0) {
            throw Problems.unprocessable(
                    "The reactor has no runs; send some before it is adapted to them.");
        }
        if (runs > config.mostRunsOfAQueuedAdaptation()) {
            throw Problems.unprocessable(
                    "These are %d runs; an adaptation learns from up to %d: name fewer files."
                            .formatted(runs, config.mostRunsOfAQueuedAdaptation()));
        }
        if (size.padded() > config.mostTimesOfAnAdaptation()) {
            throw Problems.unprocessable(
                    "%d runs of up to %d times are too much to learn from; allowed are %d together: thin the longest or name fewer files."
                            .formatted(
                                    runs, size.padded() / runs, config.mostTimesOfAnAdaptation()));
        }
    }
}
