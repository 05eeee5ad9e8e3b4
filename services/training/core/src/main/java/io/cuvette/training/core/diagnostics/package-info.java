/**
 * What a training's representations, gradients and results say of it; outside of the engine.
 *
 * <p>Shapes in names: N samples, D features.
 */
package io.cuvette.training.core.diagnostics;
