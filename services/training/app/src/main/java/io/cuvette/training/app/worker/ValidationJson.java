package io.cuvette.training.app.worker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.training.app.service.ValidationReport;
import java.io.IOException;
import java.nio.file.Path;

/** How a validator hands its report to the service. */
public final class ValidationJson {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private ValidationJson() {}

    static void write(ValidationReport report, Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), report);
    }

    public static ValidationReport read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), ValidationReport.class);
    }
}
