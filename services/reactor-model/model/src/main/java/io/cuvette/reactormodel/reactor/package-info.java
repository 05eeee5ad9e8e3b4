/**
 * Reactors as values: balance equations' parameters with units and allowed ranges.
 *
 * <p>Everywhere: hours, m, m3, kmol, K, kJ, kg.
 */
package io.cuvette.reactormodel.reactor;
