/**
 * Tasks to learn from: a reactor, many experiments with it and what they gave. Two families are
 * drawn, the paper's own and a physical one.
 */
package io.cuvette.reactormodel.task;
