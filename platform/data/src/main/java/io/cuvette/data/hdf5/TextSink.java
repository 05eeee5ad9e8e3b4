package io.cuvette.data.hdf5;

import io.cuvette.data.finding.DataException;

/** Takes strings one after the other. */
@FunctionalInterface
public interface TextSink {

    /**
     * @throws DataException when it has taken enough
     */
    void accept(String text) throws DataException;
}
