/**
 * Uniform manifold approximation and projection (McInnes, Healy and Melville 2018,
 * arXiv:1802.03426), with the choices of umap-learn 0.5.3.
 */
package io.cuvette.batchcorrection.umap;
