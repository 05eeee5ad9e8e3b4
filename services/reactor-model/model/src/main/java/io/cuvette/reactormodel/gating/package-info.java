/** Which of several experts a reactor is given to. */
package io.cuvette.reactormodel.gating;
