package io.cuvette.training.app.service;

import java.util.Optional;

/** What a caller demands of an alias before it is changed; the REST layer reads it from headers. */
@FunctionalInterface
public interface AliasCondition {

    /**
     * @param revision of the existing alias, absent when there is none
     * @throws io.cuvette.service.error.ProblemException when the demand does not hold
     */
    void check(Optional<Long> revision);
}
