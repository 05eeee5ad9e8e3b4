/** What any model of a reactor has to beat: nothing happens, textbook balances, a straight line. */
package io.cuvette.reactormodel.baseline;
