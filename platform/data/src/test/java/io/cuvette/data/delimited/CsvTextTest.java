package io.cuvette.data.delimited;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "  =1",
                "\r=1",
                "\uFF1D1",
                "=HYPERLINK(\"http://x\")"
            })
    void whatWouldRunIsText(String text) {
        String field = CsvText.field(text);

        assertThat(field.replaceFirst("^\"", "")).startsWith("'");
    }

    @Test
    void plainNamesStayAsTheyAre() {
        for (String text : new String[] {"", "AAACATACAACCAC-1", "CD4+", "naïve T", "a=b"}) {
            assertThat(CsvText.field(text)).isEqualTo(text);
        }
    }

    @Test
    void separatorsOfAnyLocaleAndQuotesAreQuoted() {
        assertThat(CsvText.field("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvText.field("a;=1+1")).isEqualTo("\"a;=1+1\"");
        assertThat(CsvText.field("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(CsvText.field("two\nlines")).isEqualTo("\"two\nlines\"");
        assertThat(CsvText.field("=1,\"2\"")).isEqualTo("\"'=1,\"\"2\"\"\"");
    }
}
