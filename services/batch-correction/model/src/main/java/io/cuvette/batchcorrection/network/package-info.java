/**
 * The networks. Shapes: B cells of a mini-batch, G genes, K batches; weights are [inputs, outputs].
 */
package io.cuvette.batchcorrection.network;
