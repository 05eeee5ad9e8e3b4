/** How much of each source a run trains on, and which rows that makes. */
package io.cuvette.training.core.mixing;
