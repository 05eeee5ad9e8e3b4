package io.cuvette.service.etag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"v7\"", "*", " \"v7\" ", "\"v1\", \"v7\""})
    void acceptsThePresentVersion(String ifMatch) {
        assertThatCode(() -> ETags.requireMatch(ifMatch, 7)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v6\"", "W/\"v7\"", "v7", "\"v77\"", "\"V7\"", "\"v6\",\"v8\""})
    void refusesOtherVersionsAndWeakTags(String ifMatch) {
        assertCode(() -> ETags.requireMatch(ifMatch, 7), ErrorCode.PRECONDITION_FAILED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void asksForTheHeader(String ifMatch) {
        assertCode(() -> ETags.requireMatch(ifMatch, 7), ErrorCode.PRECONDITION_REQUIRED);
        assertThatCode(() -> ETags.requireNoMatchHeader(ifMatch)).doesNotThrowAnyException();
    }

    @Test
    void refusesAConditionOnWhatDoesNotExist() {
        assertCode(() -> ETags.requireNoMatchHeader("*"), ErrorCode.PRECONDITION_FAILED);
        assertThat(ETags.of(7)).isEqualTo("\"v7\"");
    }

    private static void assertCode(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void findsATagAmongThoseTheCallerHasWeaklyAndNeverInAStar() {
        assertThat(ETags.namedIn("\"a\", W/\"b\"", "\"a\"")).isTrue();
        assertThat(ETags.namedIn("\"a\", W/\"b\"", "\"b\"")).isTrue();
        assertThat(ETags.namedIn("\"a\"", "\"b\"")).isFalse();
        assertThat(ETags.namedIn("*", "\"b\"")).isFalse();
    }
}
