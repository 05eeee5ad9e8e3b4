package io.cuvette.training.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.service.identity.TenantId;
import io.cuvette.training.app.config.SweepsConfig;
import io.cuvette.training.core.program.JobCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Judges sweeps before they are filed: the plan, and every corner of its space by the family. */
@ApplicationScoped
public class SweepChecks {

    private static final int MOST_FINDINGS = 50;
    private static final JobCheck.Estimate NOTHING = new JobCheck.Estimate(0, 0, 0, 0);

    private final JobService jobs;
    private final SweepsConfig config;

    @Inject
    public SweepChecks(JobService jobs, SweepsConfig config) {
        this.jobs = jobs;
        this.config = config;
    }

    SweepCheck check(TenantId tenant, SweepRequest request) {
        // what a job of it would be refused for whatever its settings are
        jobs.checks(tenant, request.job(request.settings(), request.seed()), List.of());
        SweepDesign.Reading reading = SweepDesign.read(request.plan());
        List<Finding> findings = new ArrayList<>(reading.findings());
        if (request.parallel() > config.maxParallel()) {
            findings.add(
                    SweepDesign.invalid(
                            "parallel",
                            "The value is %d; it has to be 1 to %d."
                                    .formatted(request.parallel(), config.maxParallel())));
        }
        if (reading.design().isEmpty()) {
            return new SweepCheck(findings, 0, NOTHING);
        }
        SweepDesign design = reading.design().get();
        int trials = trials(design, request.trials(), findings);
        JobCheck.Estimate estimate = corners(tenant, request, design, findings);
        return new SweepCheck(findings, trials, estimate);
    }

    /** How many trials it makes; 0 with a finding when that makes no sense. */
    private int trials(SweepDesign design, Optional<Integer> asked, List<Finding> findings) {
        OptionalInt fixed = design.search().trials(design.space());
        int trials = fixed.orElse(asked.orElse(0));
        int most = Math.min(config.maxTrials(), design.search().mostTrials());
        String problem = "";
        if (fixed.isPresent() && asked.isPresent() && asked.get() != trials) {
            problem = "The search makes %d trials; ask for these, or leave trials out.";
        } else if (trials == 0) {
            problem = "The search needs to know how many trials to make; 1 to %2$d.";
        } else if (trials > most) {
            problem = "The sweep has %d trials; at most %d are allowed.";
        }
        if (problem.isEmpty()) {
            return trials;
        }
        findings.add(SweepDesign.invalid("trials", problem.formatted(trials, most)));
        return 0;
    }

    /** A corner of the space as a trial of a generation has it. */
    private record Corner(List<Double> point, int generation) {}

    private JobCheck.Estimate corners(
            TenantId tenant, SweepRequest request, SweepDesign design, List<Finding> findings) {
        List<Corner> corners = corners(design);
        List<ObjectNode> settings;
        try {
            settings =
                    corners.stream()
                            .map(
                                    corner ->
                                            design.settings(
                                                    request.settings(),
                                                    corner.point(),
                                                    corner.generation()))
                            .toList();
        } catch (IllegalArgumentException e) {
            findings.add(SweepDesign.invalid("space", e.getMessage()));
            return NOTHING;
        }
        if (design.interval().isPresent()) {
            settings.stream()
                    .flatMap(corner -> GenerationSchedules.warning(corner).stream())
                    .findFirst()
                    .ifPresent(findings::add);
        }
        List<JobCheck> checks =
                jobs.checks(tenant, request.job(request.settings(), request.seed()), settings);
        Set<Finding> said = new LinkedHashSet<>();
        for (int i = 0; i < checks.size(); i++) {
            for (Finding finding : checks.get(i).findings()) {
                // the same thing at many corners is said once, at the first of them
                boolean fresh = said.add(finding);
                if (fresh && said.size() <= MOST_FINDINGS) {
                    findings.add(at(design, corners.get(i), finding));
                }
            }
        }
        return checks.stream().map(JobCheck::estimate).reduce(NOTHING, SweepChecks::largest);
    }

    /** In the first generation, whose runs are the shortest, and in the last. */
    private static List<Corner> corners(SweepDesign design) {
        return IntStream.of(0, design.search().generations() - 1)
                .distinct()
                .boxed()
                .flatMap(
                        generation ->
                                design.space().corners().stream()
                                        .map(point -> new Corner(point, generation)))
                .toList();
    }

    private static Finding at(SweepDesign design, Corner corner, Finding finding) {
        List<String> where = new ArrayList<>();
        for (int i = 0; i < corner.point().size(); i++) {
            where.add(design.space().dimensions().get(i).field() + " = " + corner.point().get(i));
        }
        design.interval()
                .ifPresent(
                        every ->
                                where.add(
                                        every.field() + " = " + every.until(corner.generation())));
        return new Finding(
                finding.severity(),
                finding.code(),
                finding.field().isEmpty() ? "" : "settings." + finding.field(),
                "At %s: %s".formatted(String.join(", ", where), finding.message()));
    }

    private static JobCheck.Estimate largest(JobCheck.Estimate a, JobCheck.Estimate b) {
        return new JobCheck.Estimate(
                Math.max(a.heapBytes(), b.heapBytes()),
                Math.max(a.nativeBytes(), b.nativeBytes()),
                Math.max(a.steps(), b.steps()),
                Math.max(a.seconds(), b.seconds()));
    }
}
