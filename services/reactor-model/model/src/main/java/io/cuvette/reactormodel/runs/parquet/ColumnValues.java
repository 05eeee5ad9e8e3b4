package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;

/** Where the values of a column go. */
interface ColumnValues {

    /**
     * Keeps the values of a chunk's dictionary.
     *
     * @param count of them, no more than fit into the bytes
     */
    void dictionary(Bytes plain, int count) throws DataException;

    /** Takes the next plainly stored value for a row. */
    void plain(Bytes plain, int row) throws DataException;

    /** Takes a value of the dictionary for a row. */
    void indexed(int index, int row);

    void missing(int row);
}
