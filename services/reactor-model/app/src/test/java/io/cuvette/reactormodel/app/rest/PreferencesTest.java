package io.cuvette.reactormodel.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "Respond-Async;a=b", "wait=10, respond-async"})
    void asynchronousAnswersArePreferred(String header) {
        assertThat(Preferences.areToRespondLater(List.of("return=minimal", header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait=10", "respond-asynchronously", ",;,"})
    void whatIsNotKnownIsIgnored(String header) {
        assertThat(Preferences.areToRespondLater(List.of(header))).isFalse();
    }

    @Test
    void nothingIsPreferredWithoutAHeader() {
        assertThat(Preferences.areToRespondLater(List.of())).isFalse();
    }
}
