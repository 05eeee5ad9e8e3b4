package io.cuvette.training.app.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.app.service.MethodDirectory;
import io.cuvette.training.core.method.MethodClaim;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A method as callers see it.
 *
 * @param summary what it does
 * @param keeps what it remembers from step to step
 * @param needs what a family has to have
 * @param families that may name it in a job's settings
 * @param settings JSON schema (draft 2020-12) of its object in a job's settings
 * @param claim what its test measured
 */
public record MethodView(
        @Schema(examples = "adamw") String name,
        @Schema(examples = "optimizer") String area,
        String summary,
        String paper,
        String source,
        String keeps,
        List<String> needs,
        List<String> families,
        @Schema(implementation = Object.class) ObjectNode settings,
        Claim claim) {

    /**
     * @param shown whether what the paper says showed on the test's small problem
     */
    public record Claim(boolean shown, String sentence, Map<String, Double> figures) {
        private static Claim of(MethodClaim claim) {
            return new Claim(claim.shown(), claim.sentence(), claim.figures());
        }
    }

    static MethodView of(MethodDirectory.Listed listed) {
        MethodEntry<?> entry = listed.entry();
        return new MethodView(
                entry.name(),
                entry.area().key(),
                entry.info().does(),
                entry.info().paper(),
                entry.info().source(),
                entry.info().keeps(),
                Arrays.stream(entry.info().needs()).map(Trait::key).toList(),
                listed.families(),
                entry.settings().jsonSchema(entry.name()),
                Claim.of(MethodClaim.of(entry.area(), entry.name()).orElseThrow()));
    }
}
