package io.cuvette.service.inference.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RequestBodiesTest {

    private static final TenantId SLOW = new TenantId("slow");
    private static final TenantId OTHER = new TenantId("other");
    private static final OptionalLong CHUNKED = OptionalLong.empty();

    private static void refused(RequestBodies bodies, TenantId tenant, OptionalLong length) {
        assertThatThrownBy(() -> bodies.admit(tenant, length))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED));
    }

    @Test
    void oneTenantsSlowUploadsLeaveRoomForOthers() {
        RequestBodies bodies = new RequestBodies(64, 512, Optional.empty());
        List<ByteBudget.Share> slow = new ArrayList<>();
        slow.add(bodies.admit(SLOW, CHUNKED));
        slow.add(bodies.admit(SLOW, CHUNKED));

        refused(bodies, SLOW, CHUNKED);
        refused(bodies, SLOW, OptionalLong.of(1));

        bodies.admit(OTHER, CHUNKED);
        bodies.admit(OTHER, OptionalLong.of(64));
        slow.get(0).close();
        slow.get(0).close();
        bodies.admit(SLOW, OptionalLong.of(64));
        refused(bodies, SLOW, OptionalLong.of(1));
    }

    @Test
    void theBudgetOfAllStillHolds() {
        RequestBodies bodies = new RequestBodies(64, 512, Optional.empty());
        for (int i = 0; i < 8; i++) {
            bodies.admit(new TenantId("tenant-" + i), CHUNKED);
        }

        refused(bodies, OTHER, OptionalLong.of(1));
    }

    @Test
    void aTenantsPartHoldsOneRequestAtLeast() {
        new RequestBodies(64, 100, Optional.empty()).admit(SLOW, CHUNKED);
        assertThatThrownBy(() -> new RequestBodies(64, 512, Optional.of(63L)))
                .hasMessageContaining("max-tenant-bytes-in-flight");
        RequestBodies whole = new RequestBodies(64, 512, Optional.of(512L));
        for (int i = 0; i < 8; i++) {
            whole.admit(SLOW, CHUNKED);
        }
        refused(whole, SLOW, OptionalLong.of(1));
    }
}
