/**
 * How far a trained model's predictions can be trusted, judged on held-out samples outside of the
 * engine.
 *
 * <p>Shapes in names: N samples, C classes, D features, M models.
 */
package io.cuvette.training.core.uncertainty;
