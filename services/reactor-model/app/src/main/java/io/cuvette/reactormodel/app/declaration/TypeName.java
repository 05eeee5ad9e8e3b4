package io.cuvette.reactormodel.app.declaration;

import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names of the model's enumerations in requests and answers: lower case. */
public final class TypeName {

    private TypeName() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Optional<ReactorType> type(String name) {
        return named(ReactorType.values(), name);
    }

    static Optional<MeasuredNode> node(String name) {
        return named(MeasuredNode.values(), name);
    }

    /** All names, for messages. */
    public static <E extends Enum<E>> String all(E[] values) {
        return Arrays.stream(values).map(TypeName::of).collect(Collectors.joining(", "));
    }

    public static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Arrays.stream(values).filter(value -> of(value).equals(name)).findFirst();
    }
}
