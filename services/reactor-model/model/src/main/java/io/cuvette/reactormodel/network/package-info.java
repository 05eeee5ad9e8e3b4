/** Networks that map a state and inputs to a window of states, and the windows they learn from. */
package io.cuvette.reactormodel.network;
