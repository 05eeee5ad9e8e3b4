/** What runs say about parameters of a reactor that are not known exactly. */
package io.cuvette.reactormodel.estimation;
