package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.service.error.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An embedding of one method, or of several side by side.
 *
 * @param methods at least one
 */
public record Representation(List<Method> methods) {

    public Representation {
        methods = List.copyOf(methods);
    }

    /**
     * By its key, for instance {@code fe} or {@code fe+re}.
     *
     * @throws ProblemException when it names no methods
     */
    public static Representation named(String key) {
        return new Representation(
                Concatenation.ofKey(key)
                        .map(Concatenation::methods)
                        .orElseGet(() -> List.of(Methods.named(key))));
    }

    public String key() {
        return methods.stream().map(Method::key).collect(Collectors.joining("+"));
    }

    boolean needsBatch() {
        return methods.stream().anyMatch(Method::needsBatch);
    }

    /** Names of the columns of its parts. */
    List<String> columns(List<? extends DenseRows> parts) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String method = methods.get(i).key();
            IntStream.rangeClosed(1, parts.get(i).columns())
                    .mapToObj(column -> method + "_" + column)
                    .forEach(columns::add);
        }
        return columns;
    }
}
