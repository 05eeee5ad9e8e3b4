package io.cuvette.reactormodel.task;

/** What is taken off temperatures and concentrations of a task, features and outputs alike. */
public record StateOrigin(double temperatureK, double concentrationKmolPerM3) {

    /** Nothing. */
    public static final StateOrigin ZERO = new StateOrigin(0, 0);

    /** The nominal tank's steady state, from which the paper's held-out tasks deviate. */
    public static final StateOrigin PAPER = new StateOrigin(402, 1.95);
}
