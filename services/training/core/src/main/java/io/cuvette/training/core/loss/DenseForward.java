package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.function.UnaryOperator;

/**
 * The pass that made the logits, open to be run again at inputs nearby.
 *
 * @param inputsBF dense inputs of the batch
 * @param logits from inputs of that shape to logits, recorded for gradients; changes no running
 *     statistics
 */
public record DenseForward(PtNDArray inputsBF, UnaryOperator<PtNDArray> logits) {}
