package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of a job that a page of the documentation shows, as a reader would copy it. */
final class JobExample {

    private static final Path PAGES = Path.of("../../docs/models");
    private static final Pattern BODY = Pattern.compile("(?s)```json\n(.*?)```");

    private JobExample() {}

    static ObjectNode of(String page) throws IOException {
        Matcher body = BODY.matcher(Files.readString(PAGES.resolve(page)));
        assertThat(body.find()).as("a body in %s", page).isTrue();
        return (ObjectNode) new ObjectMapper().readTree(body.group(1));
    }
}
