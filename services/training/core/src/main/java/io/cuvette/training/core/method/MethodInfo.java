package io.cuvette.training.core.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the class of a method of the catalogue and says what there is to say of it. A class that
 * carries it has to be registered in {@link Catalogue}; a test sees to it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MethodInfo {

    /** Stable name within its area in lower case with hyphens, for instance {@code adamw}. */
    String name();

    Area area();

    /** What it does, a short sentence without a full stop. */
    String does();

    /** Title of the paper; "standard" has no paper of its own. */
    String paper();

    /** Authors, venue, year and, where there is one, the number at arXiv. */
    String source();

    /** What it remembers from step to step, all of which goes into checkpoints. */
    String keeps() default "nothing";

    /** What the family has to have. */
    Trait[] needs() default {};
}
