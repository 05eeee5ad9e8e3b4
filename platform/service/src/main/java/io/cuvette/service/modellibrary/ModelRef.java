package io.cuvette.service.modellibrary;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cuvette.service.training.ModelVersion;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The version that answered.
 *
 * @param datasetSha256 digest of the data it was trained on, where there was a dataset
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelRef(
        String name,
        int version,
        String codeVersion,
        long seed,
        @Schema(type = SchemaType.STRING, nullable = false) Optional<String> datasetSha256) {

    public static ModelRef of(ModelVersion version) {
        return new ModelRef(
                version.name(),
                version.version(),
                version.codeVersion(),
                version.seed(),
                version.datasetSha256());
    }
}
