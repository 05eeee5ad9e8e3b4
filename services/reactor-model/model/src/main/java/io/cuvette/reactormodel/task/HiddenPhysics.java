package io.cuvette.reactormodel.task;

/** What drawn reactors have beyond the balances that a model knows. */
public enum HiddenPhysics {
    NONE,
    /** Heat lost to surroundings of 298 K: within a window 5 to 50 % of what is above them. */
    HEAT_LOSS,
    /** A to C, without heat, at 400 K a tenth to a half as fast as A to B in 2 kmol/m3 of A. */
    SIDE_REACTION
}
