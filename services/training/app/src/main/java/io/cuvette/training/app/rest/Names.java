package io.cuvette.training.app.rest;

/** Forms of names in paths and bodies. */
final class Names {

    static final String MODEL = "[a-z0-9][a-z0-9_-]{0,62}";
    static final String ALIAS = MODEL;

    private Names() {}
}
