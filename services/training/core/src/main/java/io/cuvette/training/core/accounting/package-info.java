/**
 * What a job costs: energy, carbon dioxide, processor and memory.
 *
 * <p>Counters of the machine are read where there are any; what is estimated says so.
 */
package io.cuvette.training.core.accounting;
