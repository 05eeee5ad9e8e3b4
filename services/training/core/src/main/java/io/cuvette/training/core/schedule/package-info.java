/** Learning rates as pure functions of the number of steps done; they keep no state. */
package io.cuvette.training.core.schedule;
