package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/**
 * A page of a caller's models as the training service tells of them.
 *
 * @param items by name, each by its newest version
 * @param nextPageToken absent on the last page
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelPage(List<ModelVersion> items, Optional<String> nextPageToken) {

    public ModelPage {
        items = List.copyOf(items);
    }
}
