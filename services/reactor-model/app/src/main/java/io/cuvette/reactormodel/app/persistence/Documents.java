package io.cuvette.reactormodel.app.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cuvette.reactormodel.app.declaration.ReactorDocument;
import jakarta.persistence.Converter;

/** The document types that are stored in text columns. */
final class Documents {

    private Documents() {}

    @Converter
    static class Declared extends Json.Converter<ReactorDocument> {
        Declared() {
            super(new TypeReference<>() {});
        }
    }
}
