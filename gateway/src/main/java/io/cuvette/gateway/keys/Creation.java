package io.cuvette.gateway.keys;

/** What came of a request to make a key. */
sealed interface Creation {

    /** The key's record. */
    KeyRecord key();

    /** A new key; its secret is known only now. */
    record Created(KeyRecord key, ApiKeySecret secret) implements Creation {}

    /** The same request came before; its secret was shown then. */
    record Repeated(KeyRecord key) implements Creation {}
}
