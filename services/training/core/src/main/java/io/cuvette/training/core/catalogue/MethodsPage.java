package io.cuvette.training.core.catalogue;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodClaim;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.TrainingPrograms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of all methods, in Markdown, made from the code and the reviewed claims. */
public final class MethodsPage {
    private static final String HEAD =
            """
            # Methods

            Made from the code; do not edit. After a change: `mvn -pl services/training/app -am test \
            -Dtest=MethodsPageTest -Dcuvette.frozen.update=true -Dsurefire.failIfNoSpecifiedTests=false`.

            What a job may name in its settings, by area. `GET /api/v1/methods` gives the same with a JSON \
            schema of each method's settings. "Measured" is what the test of the paper's claim saw on a \
            small problem with fixed seeds; where the claim did not show, it says so. A family may name \
            what it has the traits for.
            """;

    private MethodsPage() {}

    /** The whole page. */
    public static String of(TrainingPrograms programs) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n## Traits\n\n| a method needs | families |\n|---|---|\n");
        for (Trait trait : Trait.values()) {
            page.append(
                    "| %s: %s | %s |\n"
                            .formatted(
                                    trait.key(),
                                    trait.words(),
                                    joined(
                                            programs.families().stream()
                                                    .filter(
                                                            family ->
                                                                    programs.find(family)
                                                                            .orElseThrow()
                                                                            .traits()
                                                                            .contains(trait))
                                                    .toList())));
        }
        for (Area area : Area.values()) {
            List<MethodEntry<?>> methods = Catalogue.of(area);
            if (!methods.isEmpty()) {
                page.append(
                        "\n## %s\n\n| method | does | settings | keeps | needs | measured |\n|---|---|---|---|---|---|\n"
                                .formatted(title(area)));
                methods.forEach(entry -> page.append(row(entry)));
            }
        }
        return page.toString();
    }

    private static String row(MethodEntry<?> entry) {
        MethodClaim claim =
                MethodClaim.of(entry.area(), entry.name())
                        .orElseThrow(
                                () -> new IllegalStateException("no claim of " + entry.name()));
        String settings =
                entry.settings().words().stream()
                        .map(words -> "`" + words.replaceFirst(" ", "` "))
                        .collect(Collectors.joining("<br>"));
        return "| `%s` | %s.<br>%s: %s | %s | %s | %s | %s%s |\n"
                .formatted(
                        entry.name(),
                        entry.info().does(),
                        entry.info().paper(),
                        entry.info().source(),
                        settings.isEmpty() ? "none" : settings,
                        entry.info().keeps(),
                        joined(Arrays.stream(entry.info().needs()).map(Trait::key).toList()),
                        claim.shown() ? "" : "**Did not show.** ",
                        claim.sentence());
    }

    private static String joined(List<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static String title(Area area) {
        return area.key().substring(0, 1).toUpperCase(Locale.ROOT) + area.key().substring(1);
    }
}
