package io.cuvette.training.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodClaim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.data.Offset;

/**
 * What the test of a claim saw, compared with the reviewed figures that the documentation shows.
 *
 * <p>After a change that moves them run the test with {@code -Dcuvette.claims.update=true}, read
 * the difference and commit it. The test asserts the claim by itself; this only keeps the
 * documentation true.
 */
public final class MeasuredClaim {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Path RESOURCES =
            Path.of("src/main/resources/io/cuvette/training/core/method");

    private final Area area;
    private final String method;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private double tolerance = 0.25;

    private MeasuredClaim(Area area, String method) {
        this.area = area;
        this.method = method;
    }

    public static MeasuredClaim of(Area area, String method) {
        return new MeasuredClaim(area, method);
    }

    /** A figure that was measured; named as the sentence names it. */
    public MeasuredClaim figure(String name, double value) {
        figures.put(name, value);
        return this;
    }

    /** Share of a figure by which another machine's may differ; a quarter if not said. */
    public MeasuredClaim within(double share) {
        this.tolerance = share;
        return this;
    }

    /**
     * The claim showed.
     *
     * @param sentence with {@code {name}} where a figure goes, for instance "loss {LAMB} against
     *     {Adam} of Adam"
     */
    public void shows(String sentence) {
        check(true, sentence);
    }

    /** The claim did not show on this problem; the sentence says what was seen instead. */
    public void doesNotShow(String sentence) {
        check(false, sentence);
    }

    private void check(boolean shown, String sentence) {
        Path file = RESOURCES.resolve(MethodClaim.resource(area, method));
        if (Boolean.getBoolean("cuvette.claims.update")) {
            write(file, new MethodClaim(shown, filled(sentence), figures));
        }
        MethodClaim reviewed = readFile(file);
        assertThat(reviewed.shown()).as("whether the claim of %s showed", method).isEqualTo(shown);
        assertThat(reviewed.figures().keySet())
                .as("figures of %s; run with -Dcuvette.claims.update=true", method)
                .isEqualTo(figures.keySet());
        figures.forEach(
                (name, value) ->
                        assertThat(value)
                                .as("%s of %s as documented", name, method)
                                .isCloseTo(
                                        reviewed.figures().get(name),
                                        Offset.offset(1e-9 + tolerance * Math.abs(value))));
    }

    private String filled(String sentence) {
        String filled = sentence;
        for (var figure : figures.entrySet()) {
            filled = filled.replace("{" + figure.getKey() + "}", digits(figure.getValue()));
        }
        assertThat(filled).as("every figure of the sentence has a value").doesNotContain("{");
        return filled;
    }

    /** Three significant digits. */
    private static String digits(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        return size >= 1e-3 && size < 1e5
                ? new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.format(Locale.ROOT, "%.2e", value);
    }

    private static MethodClaim readFile(Path file) {
        assertThat(file).as("run the test with -Dcuvette.claims.update=true").exists();
        try {
            return JSON.readValue(file.toFile(), MethodClaim.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, MethodClaim claim) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, JSON.writeValueAsString(claim) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
