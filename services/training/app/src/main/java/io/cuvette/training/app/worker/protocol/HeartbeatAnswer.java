package io.cuvette.training.app.worker.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cuvette.training.app.service.StopRequest;

/**
 * @param stop {@code false}, {@code "SUSPEND"} or {@code "CANCEL"}
 */
public record HeartbeatAnswer(JsonNode stop) {

    public static HeartbeatAnswer of(StopRequest request) {
        return new HeartbeatAnswer(
                switch (request) {
                    case NONE -> BooleanNode.FALSE;
                    case SUSPEND, CANCEL -> TextNode.valueOf(request.name());
                });
    }

    public StopRequest request() {
        return stop != null && stop.isTextual()
                ? StopRequest.valueOf(stop.textValue())
                : StopRequest.NONE;
    }
}
