package io.cuvette.reactormodel.task;

import io.cuvette.training.core.tensor.RandomStream;

/** Which reaction orders a sampler draws. Orders lie within 0.5 and 3. */
public sealed interface ReactionOrders {

    /** That of the nominal reactor of each type: 2 for a CSTR, 1 for the others. */
    record Nominal() implements ReactionOrders {}

    /** One order for all. */
    record Fixed(double order) implements ReactionOrders {
        public Fixed {
            require("order", order);
        }
    }

    /** Any within a range, whole or not. */
    record Uniform(double lowest, double highest) implements ReactionOrders {
        public Uniform {
            require("lowest", lowest);
            require("highest", highest);
            if (lowest > highest) {
                throw new IllegalArgumentException(
                        "lowest is " + lowest + " and highest " + highest + "; exchange them.");
            }
        }
    }

    /** An order for one reactor. */
    default double draw(double nominal, RandomStream random) {
        double share = random.nextDouble();
        if (this instanceof Fixed fixed) {
            return fixed.order();
        }
        return this instanceof Uniform uniform
                ? uniform.lowest() + (uniform.highest() - uniform.lowest()) * share
                : nominal;
    }

    private static void require(String field, double order) {
        if (!(order >= 0.5 && order <= 3)) {
            throw new IllegalArgumentException(field + " is " + order + "; allowed is 0.5 to 3.");
        }
    }
}
