package io.cuvette.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.Problem;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.id.Ids;
import io.cuvette.service.idempotency.IdempotencyKey;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What gateway and services must agree on without sharing code, as docs/contracts.md has it. */
class ContractTest {

    private static final List<String> NAMES =
            List.of("a", "0", "lab-1", "a".repeat(63), "a".repeat(64), "", "-a", "A", "a_b", "a\n");

    private static String contracts() throws IOException {
        return Files.readString(Path.of("..", "..", "docs", "contracts.md"));
    }

    private static String find(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(contracts());
        assertThat(matcher.find()).as("%s in docs/contracts.md", pattern).isTrue();
        return matcher.group(1);
    }

    @Test
    void tenantsAreNamedAsAgreed() throws IOException {
        Pattern agreed = Pattern.compile(find("claim `tenant` \\(matches `([^`]+)`\\)"));

        assertThat(NAMES)
                .allSatisfy(
                        name ->
                                assertThat(TenantId.isValid(name))
                                        .as("'%s'", name)
                                        .isEqualTo(agreed.matcher(name).matches()));
    }

    @Test
    void problemsHaveTheFieldsAgreed() throws IOException {
        String section = find("(?s)## Errors\\s+(.*?)\\n\\n");

        for (RecordComponent field : Problem.class.getRecordComponents()) {
            assertThat(section).contains("`" + field.getName() + "`");
        }
        assertThat(Arrays.stream(Problem.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly(
                        "type", "title", "status", "detail", "instance", "errorCode", "errors");
        assertThat(find("`(https://[^`{]+)\\{kebab}`"))
                .isEqualTo(ErrorCode.NOT_FOUND.type().replace("not-found", ""));
    }

    @Test
    void errorsAreThoseOfTheList() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher row =
                Pattern.compile("(?m)^\\| (\\d+) \\| `([A-Z_]+)` \\| (.+) \\| (\\w+) \\|$")
                        .matcher(contracts());
        while (row.find()) {
            if (Set.of("both", "services").contains(row.group(4))) {
                listed.add(row.group(1) + " " + row.group(2) + " " + row.group(3));
            }
        }

        assertThat(ErrorCode.values())
                .extracting(error -> error.status() + " " + error.name() + " " + error.title())
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void idempotencyKeysAreWrittenAsAgreed() throws IOException {
        Pattern agreed = Pattern.compile(find("`Idempotency-Key` matches `([^`]+)`"));

        for (String key :
                List.of("a", "a".repeat(128), "a".repeat(129), "", "a b", "x._:-9", "ä")) {
            boolean taken;
            try {
                taken = IdempotencyKey.of(key).isPresent();
            } catch (ProblemException e) {
                taken = false;
            }
            assertThat(taken).as("'%s'", key).isEqualTo(agreed.matcher(key).matches());
        }
    }

    @Test
    void idsHaveTheLengthAndAlphabetAgreed() throws IOException {
        int length = Integer.parseInt(find("base32 ULIDs without separators \\((\\d+) characters"));

        assertThat(Ids.next()).hasSize(length).matches("[0-7][0-9a-hjkmnp-tv-z]+");
    }
}
