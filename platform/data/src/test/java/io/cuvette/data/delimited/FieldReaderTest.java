package io.cuvette.data.delimited;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Test;

class FieldReaderTest {
    private static final String[] FIELDS = {
        "",
        "a",
        "1.5",
        "two words",
        "with,comma",
        "with\"quote",
        "line\nend",
        "tab\tbed",
        "\"",
        "é€😀",
        "long".repeat(100)
    };

    /** commons-csv writes and reads the same records. */
    @Test
    void splitsAsCommonsCsvDoes() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            CSVFormat format =
                    (round % 2 == 0
                            ? CSVFormat.RFC4180
                            : CSVFormat.TDF
                                    .builder()
                                    .setTrim(false)
                                    .setIgnoreSurroundingSpaces(false)
                                    .get());
            StringWriter text = new StringWriter();
            try (CSVPrinter printer = new CSVPrinter(text, format)) {
                int records = 1 + random.nextInt(20);
                for (int i = 0; i < records; i++) {
                    List<String> record = new ArrayList<>(List.of("r" + i));
                    for (int j = random.nextInt(8); j > 0; j--) {
                        record.add(FIELDS[random.nextInt(FIELDS.length)]);
                    }
                    printer.printRecord(record);
                }
            }
            List<List<String>> expected = new ArrayList<>();
            try (CSVParser parser = CSVParser.parse(new StringReader(text.toString()), format)) {
                parser.forEach(record -> expected.add(record.toList()));
            }
            assertThat(split(text.toString(), format.getDelimiterString().charAt(0)))
                    .as("round %d", round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void trailingDelimitersAndMissingLineEndsKeepTheirFields() throws IOException {
        assertThat(split("a,\n,b\r,\r\n\n\nc", ','))
                .containsExactly(List.of("a", ""), List.of("", "b"), List.of("", ""), List.of("c"));
        assertThat(split("a,", ',')).containsExactly(List.of("a", ""));
        assertThat(split("", ',')).isEmpty();
        assertThat(split("\n\n", ',')).isEmpty();
    }

    @Test
    void linesAreCountedThroughQuotesAndBlanks() throws IOException {
        FieldReader reader = reader("a\n\n\"b\nc\"\nd", ',');
        List<Long> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(reader.line());
        }
        assertThat(lines).containsExactly(1L, 3L, 5L);
    }

    private static List<List<String>> split(String text, char delimiter) throws IOException {
        List<List<String>> records = new ArrayList<>();
        try (FieldReader reader = reader(text, delimiter)) {
            boolean start = true;
            while (reader.next()) {
                if (start) {
                    records.add(new ArrayList<>());
                }
                records.get(records.size() - 1).add(reader.text());
                start = reader.endsRecord();
            }
        }
        return records;
    }

    private static FieldReader reader(String text, char delimiter) {
        return new FieldReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), delimiter);
    }
}
