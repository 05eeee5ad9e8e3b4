package io.cuvette.reactormodel.network;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * Windows as tensors, for E models side by side.
 *
 * @param xETBF inputs; a time axis of 1 where they hold over the window
 * @param yETBO targets
 */
public record WindowBatch(PtNDArray xETBF, PtNDArray yETBO) {}
