/** Meta-training: starting weights from which a network adapts to a new reactor in few steps. */
package io.cuvette.reactormodel.meta;
