package io.cuvette.service.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** Answers that keep something until they are sent, whoever hangs up and whenever. */
public final class HeldAnswers {

    private HeldAnswers() {}

    /**
     * Has the hold let go when the answer ends: also when the caller hangs up, or asked for the
     * head alone.
     *
     * @return whether the caller is gone already
     */
    public static boolean isGivenUp(AnswerHold hold, RoutingContext routing) {
        routing.addEndHandler(ended -> hold.abandon());
        if (routing.response().closed()) {
            // hung up meanwhile: then no end is told any more
            hold.abandon();
            return true;
        }
        return false;
    }

    /** Writes while it is held, and lets go. */
    public static StreamingOutput body(AnswerHold hold, StreamingOutput body) {
        return out -> {
            if (hold.begin()) {
                try (hold) {
                    body.write(out);
                }
            }
        };
    }

    /** Of JSON that does not look complete when it fails midway. */
    public static JsonGenerator json(ObjectMapper json, OutputStream out) throws IOException {
        return json.getFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                // the answer ends when the hold has been let go
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }
}
