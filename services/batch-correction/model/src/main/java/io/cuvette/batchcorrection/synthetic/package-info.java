/** Single-cell counts with known batch effects, for demonstration and tests. */
package io.cuvette.batchcorrection.synthetic;
