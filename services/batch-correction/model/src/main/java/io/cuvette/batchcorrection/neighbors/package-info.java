/** Exact nearest neighbours of embedded cells. */
package io.cuvette.batchcorrection.neighbors;
