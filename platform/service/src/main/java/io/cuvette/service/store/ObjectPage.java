package io.cuvette.service.store;

import java.util.List;
import java.util.Optional;

/**
 * Some objects of a prefix.
 *
 * @param next what to pass as {@code after} for the next page; empty at the end
 */
public record ObjectPage(List<ObjectStat> objects, Optional<ObjectKey> next) {
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
