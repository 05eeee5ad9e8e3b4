/** Figures of this service. */
package io.cuvette.training.app.plot;
