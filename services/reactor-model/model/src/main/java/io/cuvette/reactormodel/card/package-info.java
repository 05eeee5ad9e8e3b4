/** Small JSON files beside weights. */
package io.cuvette.reactormodel.card;
