/** From starting weights and a few runs to the model of one reactor. */
package io.cuvette.reactormodel.adaptation;
