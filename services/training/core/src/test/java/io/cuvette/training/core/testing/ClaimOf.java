package io.cuvette.training.core.testing;

import io.cuvette.training.core.method.Area;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the test that shows what a method's paper claims, or says that it did not show. Every
 * method of the catalogue has one; it ends with {@link MeasuredClaim#check}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ClaimOf {
    Area area();

    /** Names of methods. */
    String[] value();
}
