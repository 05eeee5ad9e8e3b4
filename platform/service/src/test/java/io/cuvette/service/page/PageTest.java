package io.cuvette.service.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.json.JsonMappers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final PageFilter JOBS = PageFilter.of(ACME, "jobs", "RUNNING", null);

    @Test
    void walksAListToItsEnd() {
        List<String> all = IntStream.range(100, 107).mapToObj(i -> "id|" + i).toList();
        List<String> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            PageRequest request = PageRequest.of(3, token.orElse(null), JOBS);
            List<String> found =
                    all.stream()
                            .filter(id -> id.compareTo(request.after().orElse("")) > 0)
                            .limit(request.fetchSize())
                            .toList();
            Page<String> page = Page.of(found, request, id -> id);
            seen.addAll(page.items());
            token = page.nextPageToken();
            pages++;
        } while (token.isPresent());
        assertThat(seen).isEqualTo(all);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void hasNoNextPageWhenTheLastOneIsExactlyFull() throws Exception {
        PageRequest request = PageRequest.of(2, null, JOBS);
        Page<String> page = Page.of(List.of("a", "b"), request, id -> id);
        assertThat(page.nextPageToken()).isEmpty();
        assertThat(JsonMappers.strict().writeValueAsString(page.map(String::toUpperCase)))
                .isEqualTo("{\"items\":[\"A\",\"B\"]}");
    }

    @Test
    void refusesTokensOfOtherLists() {
        PageRequest request = PageRequest.of(1, null, JOBS);
        String token = Page.of(List.of("a", "b"), request, id -> id).nextPageToken().orElseThrow();
        List<PageFilter> others =
                List.of(
                        PageFilter.of(ACME, "jobs", "QUEUED", null),
                        PageFilter.of(ACME, "jobs", null, "RUNNING"),
                        PageFilter.of(ACME, "models", "RUNNING", null),
                        PageFilter.of(new TenantId("umbrella"), "jobs", "RUNNING", null));
        for (PageFilter other : others) {
            assertInvalid(token, other);
        }
        assertThat(PageRequest.of(1, token, JOBS).after()).hasValue("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "====", "MXw", "not a token", "MnxhfGI", "_____w", "MXxhfA"})
    void refusesTokensThatAreNone(String token) {
        assertInvalid(token, JOBS);
        assertInvalid("A".repeat(5000), JOBS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201, Integer.MAX_VALUE})
    void refusesSizesOutOfRange(int size) {
        assertThatThrownBy(() -> PageRequest.of(size, null, JOBS))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("pageSize: must be 1 to 200");
        assertThat(PageRequest.of(null, "", JOBS).size()).isEqualTo(50);
    }

    private static void assertInvalid(String token, PageFilter filter) {
        assertThatThrownBy(() -> PageRequest.of(1, token, filter))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PAGE_TOKEN));
    }
}
