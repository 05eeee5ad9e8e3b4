package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.catalogue.Catalogue;
import io.cuvette.training.core.catalogue.MethodsPage;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class MethodsPageTest {
    private static final Path PAGE = Path.of("../../../docs/methods.md");

    /** Without the programs of tests. */
    private static TrainingPrograms families() {
        List<TrainingProgram> real =
                ServiceLoader.load(TrainingProgram.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(program -> !program.getClass().getName().contains(".testing."))
                        .toList();
        return TrainingPrograms.of(real);
    }

    @Test
    void thePageIsWhatTheCodeSays() throws Exception {
        String page = MethodsPage.of(families());
        if (Boolean.getBoolean("cuvette.frozen.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("run this test with -Dcuvette.frozen.update=true, read the difference, commit")
                .hasContent(page);
    }

    @Test
    void everyMethodHasARow() {
        String page = MethodsPage.of(families());
        assertThat(Catalogue.all())
                .allSatisfy(entry -> assertThat(page).contains("\n| `" + entry.name() + "` |"));
    }
}
