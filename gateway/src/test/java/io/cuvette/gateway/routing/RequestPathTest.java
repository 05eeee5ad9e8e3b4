package io.cuvette.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.gateway.error.ProblemException;
import org.junit.jupiter.api.Test;

class RequestPathTest {
    @Test
    void decodesWhatNeedsNoEncoding() {
        assertThat(RequestPath.parse("/api/v1/%6Aobs/7%3aretry/").value())
                .isEqualTo("/api/v1/jobs/7:retry/");
    }

    @Test
    void matchesWholeSegments() {
        RequestPath path = RequestPath.parse("/api/v1/models/a");

        assertThat(path.isUnder("/api/v1/models")).isTrue();
        assertThat(path.isUnder("/api/v1/mod")).isFalse();
        assertThat(path.segmentBelow("/api/v1")).contains("models");
        assertThat(path.segmentBelow("/api/v1/models/a")).isEmpty();
        assertThat(RequestPath.parse("/api/v1/").segmentBelow("/api/v1")).isEmpty();
    }

    @Test
    void keepsDotsInsideNames() {
        assertThat(RequestPath.parse("/a/umap.png/...").value()).isEqualTo("/a/umap.png/...");
    }

    @Test
    void boundsTheLength() {
        assertThatThrownBy(() -> RequestPath.parse("/" + "a".repeat(2048)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("longer than 2048");
    }
}
