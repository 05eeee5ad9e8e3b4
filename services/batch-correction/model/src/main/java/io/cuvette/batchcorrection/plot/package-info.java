/** Scatter plots of cells as PNG and as points for interactive pages. */
package io.cuvette.batchcorrection.plot;
