package io.cuvette.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** Puts server-sent events together from their lines. Comments and ids are passed over. */
final class EventStream {

    /**
     * @param kind {@code state}, {@code progress} or {@code message}
     */
    record Event(String kind, JsonNode data) {}

    private final ObjectMapper json = new ObjectMapper();
    private String kind = "";
    private final StringBuilder data = new StringBuilder();

    /** The event that ends with this line, if one does. */
    Optional<Event> line(String line) throws JsonProcessingException {
        if (line.isEmpty()) {
            Optional<Event> event =
                    data.length() == 0
                            ? Optional.empty()
                            : Optional.of(new Event(kind, json.readTree(data.toString())));
            kind = "";
            data.setLength(0);
            return event;
        }
        int colon = line.indexOf(':');
        if (colon > 0) {
            String value = line.substring(colon + 1).replaceFirst("^ ", "");
            switch (line.substring(0, colon)) {
                case "event" -> kind = value;
                case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
                default -> {
                    // id and retry do not matter here
                }
            }
        }
        return Optional.empty();
    }
}
