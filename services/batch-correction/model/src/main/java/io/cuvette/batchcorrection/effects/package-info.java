/** Batch effects gene by gene, as a mixed model reports them. */
package io.cuvette.batchcorrection.effects;
