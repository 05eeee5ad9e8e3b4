/**
 * One model of chemical reactors: meta-trained over many of them, adapted to a new one from a few
 * runs and its balance equations.
 *
 * <p>Method: Wang and Wu, "Towards foundation model for chemical reactor modeling", Chem. Eng. Res.
 * Des. 2025 (doi 10.1016/j.cherd.2025.05.015).
 */
package io.cuvette.reactormodel;
