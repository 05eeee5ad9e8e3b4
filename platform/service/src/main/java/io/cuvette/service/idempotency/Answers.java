package io.cuvette.service.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Turns views into answers that can be stored and given again. */
@ApplicationScoped
public class Answers {

    private final ObjectMapper json;

    @Inject
    public Answers(ObjectMapper json) {
        this.json = json;
    }

    public Answer of(int status, String location, Object view) {
        return Answer.of(status, location, text(view));
    }

    private String text(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view has no JSON form", e);
        }
    }
}
