package io.cuvette.training.app.rest;

import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.JobCheck;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Answer to {@code validateOnly=true}. */
@Schema(name = "JobCheck")
public record JobCheckView(List<Finding> findings, JobCheck.Estimate estimate) {}
