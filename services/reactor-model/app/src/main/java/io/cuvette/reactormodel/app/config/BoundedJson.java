package io.cuvette.reactormodel.app.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * How much JSON may hold, looked at while it is read: a list is built whole before anything can
 * look at its size, and a number takes ten times the memory of its two characters.
 *
 * <p>The largest request that is not refused later is for predictions: 250,000 times, whose answer
 * has as many numbers as one may have ({@code cuvette.reactors.largest-answer}).
 */
@Singleton
class BoundedJson implements ObjectMapperCustomizer {

    /** Sixteen characters for each of 250,000 times. */
    static final long MOST_BYTES = 4 << 20;

    /** Numbers, texts, names of fields, and both ends of lists and objects. */
    static final long MOST_TOKENS = 500_000;

    @Override
    public void customize(ObjectMapper mapper) {
        JsonFactory factory = mapper.getFactory();
        factory.setStreamReadConstraints(
                factory.streamReadConstraints()
                        .rebuild()
                        .maxDocumentLength(MOST_BYTES)
                        .maxTokenCount(MOST_TOKENS)
                        .build());
    }

    /** After those of all services have set theirs. */
    @Override
    public int priority() {
        return DEFAULT_PRIORITY - 1;
    }
}
