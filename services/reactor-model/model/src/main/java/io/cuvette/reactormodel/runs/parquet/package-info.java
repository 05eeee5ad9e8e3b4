/**
 * Tables of numbers and names from Parquet files of strangers. Footer and page headers are read
 * with Parquet's own generated classes; pages are decoded here, every length checked before use.
 */
package io.cuvette.reactormodel.runs.parquet;
