/**
 * Learning rates. Most are pure functions of the number of steps done and keep no state; a schedule
 * that searches keeps what it has seen.
 */
package io.cuvette.training.core.schedule;
