/**
 * What callers write about a reactor and its runs, in their units, made into what the model takes;
 * everything that is wrong is told at once.
 */
package io.cuvette.reactormodel.app.declaration;
