package io.cuvette.reactormodel.app.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.reactormodel.app.service.AdaptationCheck;
import io.cuvette.reactormodel.app.service.AdaptationResult;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Answer to {@code validateOnly=true}. */
@Schema(name = "AdaptationCheck")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AdaptationCheckView(
        @Schema(description = "of the reactor that would be adapted") long reactorRevision,
        @Schema(description = "files it would learn from") List<String> runs,
        int runCount,
        @Schema(description = "values of concentration and temperature together") int measured,
        @Schema(description = "default or window") String method,
        @Schema(description = "the version it would begin from; absent when that is the shipped")
                Optional<AdaptationResult.Base> base,
        @Schema(description = "whether it would be queued (202), or made at once (201)")
                boolean queued) {

    static AdaptationCheckView of(AdaptationCheck check) {
        return new AdaptationCheckView(
                check.reactorRevision(),
                check.runs(),
                check.runCount(),
                check.measured(),
                check.plan().method().name(),
                check.plan()
                        .base()
                        .map(base -> new AdaptationResult.Base(base.name(), base.version())),
                check.queued());
    }
}
