package io.cuvette.service.json;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Makes the mapper of every resource strict. */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

    @Override
    @SuppressWarnings("deprecation") // Quarkus hands over a built mapper, which has no other way
    public void customize(ObjectMapper mapper) {
        JsonMappers.makeStrict(mapper);
        mapper.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }
}
