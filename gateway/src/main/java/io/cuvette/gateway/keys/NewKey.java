package io.cuvette.gateway.keys;

import io.cuvette.gateway.identity.Role;
import io.cuvette.gateway.identity.TenantId;

/** A key to be made. */
record NewKey(String name, TenantId tenant, Role role) {

    /** Equal for equal requests: tells a repeated request from another with the same key. */
    String fingerprint() {
        return role.key() + ' ' + tenant + ' ' + name;
    }
}
