package io.cuvette.batchcorrection.classify;

import io.cuvette.batchcorrection.embedding.Embedding;

/**
 * Latents to classify from.
 *
 * @param latents cells x dimensions
 * @param needsBatch whether a cell's latent is computed from its true batch, as those of random
 *     effects are
 */
public record Representation(Embedding latents, boolean needsBatch) {}
