package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.identity.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTokenTest {

    private static final TenantId TENANT = new TenantId("lab-1");

    @Test
    void carriesItsTenantAndHashesTheSameAfterTheWire() {
        JobToken token = JobToken.create(TENANT);

        JobToken parsed = JobToken.parse(token.text()).orElseThrow();

        assertThat(parsed.tenant()).isEqualTo(TENANT);
        assertThat(parsed.hash()).isEqualTo(token.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void isNewEachTime() {
        assertThat(JobToken.create(TENANT).hash()).isNotEqualTo(JobToken.create(TENANT).hash());
    }

    @Test
    void hidesItsSecretFromLogs() {
        JobToken token = JobToken.create(TENANT);

        assertThat(token.toString()).doesNotContain(token.text().substring(6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lab-1",
                "lab-1.short",
                "Lab.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "../x.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"
            })
    void refusesWhatIsNoJobToken(String text) {
        assertThat(JobToken.parse(text)).isEmpty();
    }
}
