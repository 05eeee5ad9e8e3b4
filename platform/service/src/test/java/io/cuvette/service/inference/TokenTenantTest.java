package io.cuvette.service.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.identity.TenantId;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class TokenTenantTest {

    private record Token(Map<String, String> claims) implements JsonWebToken {
        @Override
        public String getName() {
            return "someone";
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
        public <T> T getClaim(String name) {
            return (T) claims.get(name);
        }
    }

    @Test
    void isTheTokensTenant() {
        assertThat(new TokenTenant(new Token(Map.of("tenant", "acme"))).current())
                .isEqualTo(new TenantId("acme"));
    }

    @Test
    void withoutATokenNothingIsServed() {
        TokenTenant tenant = new TokenTenant(new Token(Map.of()));
        assertThatThrownBy(tenant::current)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason().status()).isEqualTo(401));
    }
}
