package io.cuvette.service.error;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Names the fields that break a constraint. */
final class ViolationProblems {

    private ViolationProblems() {}

    static ProblemException of(ConstraintViolationException failure) {
        List<FieldError> errors =
                failure.getConstraintViolations().stream()
                        .map(ViolationProblems::error)
                        .sorted(Comparator.comparing(FieldError::field))
                        .toList();
        String detail =
                errors.stream()
                        .map(error -> error.field() + ": " + error.message())
                        .collect(Collectors.joining("; "));
        return new ProblemException(ErrorCode.INVALID_REQUEST, detail, errors);
    }

    /** Whether a resource's own answer breaks its constraints: that is not the caller's fault. */
    static boolean isOwnFault(ConstraintViolationException failure) {
        return failure.getConstraintViolations().stream()
                .anyMatch(
                        violation ->
                                hasNode(violation.getPropertyPath(), ElementKind.RETURN_VALUE));
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        return new FieldError(
                field(violation.getPropertyPath()), "CONSTRAINT", violation.getMessage());
    }

    /** Without the method; without the body's parameter when a field of it is meant. */
    private static String field(Path path) {
        List<String> properties = new ArrayList<>();
        String parameter = "body";
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() == ElementKind.CONTAINER_ELEMENT && !properties.isEmpty()) {
                // a constraint of the element itself: the list's name and the place in it
                int last = properties.size() - 1;
                properties.set(last, properties.get(last) + index(node));
            } else if (node.getKind() != ElementKind.METHOD && node.getName() != null) {
                properties.add(node.getName() + index(node));
            }
        }
        return properties.isEmpty() ? parameter : String.join(".", properties);
    }

    private static String index(Path.Node node) {
        return node.getIndex() == null ? "" : "[" + node.getIndex() + "]";
    }

    private static boolean hasNode(Path path, ElementKind kind) {
        for (Path.Node node : path) {
            if (node.getKind() == kind) {
                return true;
            }
        }
        return false;
    }
}
