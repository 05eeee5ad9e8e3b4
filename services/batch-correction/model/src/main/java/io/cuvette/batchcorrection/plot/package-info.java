/**
 * Figures of cells, scores, losses, projections and batch effects: PNG and SVG by the same drawing
 * code, and plain records for interactive pages.
 */
package io.cuvette.batchcorrection.plot;
