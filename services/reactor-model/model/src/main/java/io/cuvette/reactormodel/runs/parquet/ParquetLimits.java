package io.cuvette.reactormodel.runs.parquet;

/**
 * Caps on what a file may ask for.
 *
 * @param bytes of the file, and of all pages read from it after decompression
 * @param rows of the table
 * @param columns of the table
 * @param textCharacters of a text
 */
public record ParquetLimits(int bytes, int rows, int columns, int textCharacters) {}
