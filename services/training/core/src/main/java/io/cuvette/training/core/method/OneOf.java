package io.cuvette.training.core.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A setting of a method that is a constant of an enum, in lower case: its default and meaning. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {

    /** Name of the constant as it is written in settings, in lower case. */
    String preset();

    String about();
}
