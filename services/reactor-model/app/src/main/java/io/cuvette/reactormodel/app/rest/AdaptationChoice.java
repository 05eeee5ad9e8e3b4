package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.adaptation.PhysicsForm;
import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.declaration.TypeName;
import io.cuvette.reactormodel.app.service.AdaptationMethod;
import io.cuvette.reactormodel.app.service.AdaptationMethod.Physics;
import io.cuvette.reactormodel.app.service.AdaptationMethod.Start;
import io.cuvette.reactormodel.app.service.AdaptationMethod.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The method that a request asks for. */
final class AdaptationChoice {
    private static final String DEFAULT = "default";
    private static final String WINDOW = "window";
    private static final int USUAL_EPOCHS = 500;

    private AdaptationChoice() {}

    /**
     * @throws io.cuvette.service.error.ProblemException INVALID_REQUEST with all that is wrong
     */
    static AdaptationMethod of(AdaptationRequest request) {
        Findings findings = new Findings();
        String method = request.method().orElse(DEFAULT);
        AdaptationMethod chosen = new AdaptationMethod.Default();
        switch (method) {
            case DEFAULT -> refuseOptions(request, findings);
            case WINDOW -> chosen = window(request, findings);
            default ->
                    findings.invalid(
                            "method",
                            "is '%s'; allowed are %s, %s"
                                    .formatted(Findings.shortened(method), DEFAULT, WINDOW));
        }
        findings.refuseAny();
        return chosen;
    }

    private static void refuseOptions(AdaptationRequest request, Findings findings) {
        Map<String, Optional<?>> options = new LinkedHashMap<>();
        options.put("physics", request.physics());
        options.put("physicsWeight", request.physicsWeight());
        options.put("residual", request.residual());
        options.put("start", request.start());
        options.put("epochs", request.epochs());
        options.put("seed", request.seed());
        options.forEach(
                (field, given) -> {
                    if (given.isPresent()) {
                        findings.invalid(
                                field,
                                "is of the method window; leave it out, or set method to window");
                    }
                });
    }

    private static Window window(AdaptationRequest request, Findings findings) {
        Physics physics = named("physics", request.physics(), Physics.CHOSEN, findings);
        PhysicsForm residual = named("residual", request.residual(), PhysicsForm.STEP, findings);
        if (physics == Physics.NONE && request.residual().isPresent()) {
            findings.invalid("residual", "is given and physics is none; leave one of them out");
        }
        Start start = named("start", request.start(), Start.PRETRAINED, findings);
        int epochs = request.epochs().orElse(USUAL_EPOCHS);
        if (start == Start.SCRATCH && request.base().isPresent()) {
            findings.invalid("base", "is given and start is scratch; leave one of them out");
        }
        if (epochs < 1 || epochs > Window.MOST_EPOCHS) {
            findings.outOfRange(
                    "epochs", "is %d; allowed is 1 to %d".formatted(epochs, Window.MOST_EPOCHS));
        }
        double weight = request.physicsWeight().orElse(0.0);
        if (!(weight >= 0 && weight <= Window.MOST_WEIGHT)) {
            findings.outOfRange(
                    "physicsWeight",
                    "is %s; allowed is 0 to %s".formatted(weight, Window.MOST_WEIGHT));
        } else if (physics == Physics.FIXED && request.physicsWeight().isEmpty()) {
            findings.missing("physicsWeight", "physics is fixed: give its weight, 0 to 1e6");
        } else if (physics != Physics.FIXED && request.physicsWeight().isPresent()) {
            findings.invalid(
                    "physicsWeight",
                    "is given and physics is %s; leave it out, or set physics to fixed"
                            .formatted(TypeName.of(physics)));
        }
        return new Window(physics, weight, residual, start, epochs, request.seed().orElse(0L));
    }

    private static <E extends Enum<E>> E named(
            String field, Optional<String> given, E usual, Findings findings) {
        if (given.isEmpty()) {
            return usual;
        }
        E[] values = usual.getDeclaringClass().getEnumConstants();
        Optional<E> found = TypeName.named(values, given.get());
        if (found.isEmpty()) {
            findings.invalid(
                    field,
                    "is '%s'; allowed are %s"
                            .formatted(Findings.shortened(given.get()), TypeName.all(values)));
        }
        return found.orElse(usual);
    }
}
