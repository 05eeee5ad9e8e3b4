/** Mixed-effects deep learning (MEDL) for single-cell data. */
package io.cuvette.batchcorrection;
