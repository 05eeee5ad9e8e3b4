/** Searches for good settings: which settings the next trial of a sweep has. */
package io.cuvette.training.core.tuning;
