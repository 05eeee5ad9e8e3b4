package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A page of a model's versions as the training service tells of it.
 *
 * @param items newest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelVersions(List<Item> items) {

    public ModelVersions {
        items = List.copyOf(items);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Item(int version) {}
}
