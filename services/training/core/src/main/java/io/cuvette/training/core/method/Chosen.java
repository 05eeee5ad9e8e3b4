package io.cuvette.training.core.method;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A method with its settings, as a job has chosen it.
 *
 * @param settings record of the method's own type
 * @param plan what the area makes of them
 */
public record Chosen<P>(MethodEntry<P> entry, Record settings, P plan) {

    public String name() {
        return entry.name();
    }

    /** Name and all settings, as a job could have sent them. */
    public ObjectNode json() {
        ObjectNode json = entry.settings().json(settings);
        ObjectNode named = json.objectNode().put("name", name());
        return named.setAll(json);
    }
}
