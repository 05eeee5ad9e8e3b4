/** Principal components and the eigensolver behind them. */
package io.cuvette.batchcorrection.decomposition;
