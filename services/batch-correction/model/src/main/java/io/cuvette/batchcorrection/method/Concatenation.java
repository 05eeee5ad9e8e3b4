package io.cuvette.batchcorrection.method;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Embeddings of several methods side by side, for instance the paper's fixed and random effects
 * together. Written as their keys with a plus: {@code fe+re}.
 *
 * @param methods two to four different ones
 */
public record Concatenation(List<Method> methods) {

    private static final int MOST = 4;

    public Concatenation {
        methods = List.copyOf(methods);
        if (methods.size() < 2
                || methods.size() > MOST
                || EnumSet.copyOf(methods).size() < methods.size()) {
            throw new IllegalArgumentException("two to %d different methods".formatted(MOST));
        }
    }

    public String key() {
        return methods.stream().map(Method::key).collect(Collectors.joining("+"));
    }

    /** Whether a cell's batch must be known to compute it. */
    public boolean needsBatch() {
        return methods.stream().anyMatch(Method::needsBatch);
    }

    /** Empty when the key names anything else than two to four different methods. */
    public static Optional<Concatenation> ofKey(String key) {
        List<Method> methods = new ArrayList<>();
        for (String part : key.split("\\+", MOST + 1)) {
            Optional<Method> method = Method.ofKey(part);
            if (method.isEmpty() || methods.contains(method.get())) {
                return Optional.empty();
            }
            methods.add(method.get());
        }
        return methods.size() < 2 || methods.size() > MOST
                ? Optional.empty()
                : Optional.of(new Concatenation(methods));
    }
}
