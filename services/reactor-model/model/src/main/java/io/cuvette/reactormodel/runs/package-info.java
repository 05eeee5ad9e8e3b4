/** Experiments with one reactor, from files that people upload: CSV, JSON and Parquet. */
package io.cuvette.reactormodel.runs;
