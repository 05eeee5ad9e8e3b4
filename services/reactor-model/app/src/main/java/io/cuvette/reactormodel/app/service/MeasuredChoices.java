package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.persistence.RunsEntity;
import io.cuvette.reactormodel.plot.TrajectoryFigure;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds measured runs to show beside a model, and refuses more than a figure can show. */
@ApplicationScoped
public class MeasuredChoices {
    private static final int MOST_NAMES = 20;

    private final RunFiles files;

    @Inject
    public MeasuredChoices(RunFiles files) {
        this.files = files;
    }

    /**
     * @param ids of files; those that the model has not learned from when empty, or if there are
     *     none, those that it has
     * @param names of runs in them; all when empty
     * @throws ProblemException INVALID_REQUEST for a name that no run has, UNPROCESSABLE when there
     *     are no runs or too many
     */
    public MeasuredChoice choose(
            TenantId tenant, AdaptationEntity row, List<String> ids, List<String> names) {
        List<RunsEntity> chosen = files.chosen(tenant, row.reactorId, ids);
        if (ids.isEmpty()) {
            Set<String> learned = new HashSet<>(row.runs);
            List<RunsEntity> fresh =
                    chosen.stream().filter(file -> !learned.contains(file.id)).toList();
            chosen = fresh.isEmpty() ? chosen : fresh;
        }
        Set<String> known =
                chosen.stream()
                        .flatMap(file -> file.summary.runs().stream())
                        .map(RunsSummary.One::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : names) {
            if (!known.contains(name)) {
                throw ProblemException.invalidField(
                        "run",
                        "UNKNOWN_RUN",
                        "names a run that these files do not have; there are "
                                + known.stream()
                                        .limit(MOST_NAMES)
                                        .collect(Collectors.joining(", ")));
            }
        }
        MeasuredChoice choice = MeasuredChoice.of(chosen, names);
        long count =
                choice.files().stream()
                        .flatMap(file -> file.summary.runs().stream())
                        .filter(run -> choice.shows(run.name()))
                        .count();
        if (count == 0) {
            throw Problems.unprocessable(
                    "The reactor has no measured runs; send some, or describe runs to :plot.");
        }
        if (count > TrajectoryFigure.MOST_RUNS) {
            throw Problems.unprocessable(
                    "These are %d runs; a figure shows up to %d: name some with run, or a file with runs."
                            .formatted(count, TrajectoryFigure.MOST_RUNS));
        }
        return choice;
    }
}
