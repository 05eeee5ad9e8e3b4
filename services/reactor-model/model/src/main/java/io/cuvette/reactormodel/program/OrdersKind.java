package io.cuvette.reactormodel.program;

import io.cuvette.reactormodel.task.ReactionOrders;

/** Orders of the reactions that a window network is trained on. */
public enum OrdersKind {
    /** 2 of tanks with flow, 1 of others. */
    NOMINAL,
    FIRST,
    SECOND,
    THIRD,
    /** Any from 0.5 to 3, whole or not. */
    ANY;

    ReactionOrders orders() {
        return switch (this) {
            case NOMINAL -> new ReactionOrders.Nominal();
            case FIRST -> new ReactionOrders.Fixed(1);
            case SECOND -> new ReactionOrders.Fixed(2);
            case THIRD -> new ReactionOrders.Fixed(3);
            case ANY -> new ReactionOrders.Uniform(0.5, 3);
        };
    }
}
