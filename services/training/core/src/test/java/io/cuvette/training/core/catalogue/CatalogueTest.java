package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.accounting.JobMeter;
import io.cuvette.training.core.augment.Augmentation;
import io.cuvette.training.core.averaging.Averager;
import io.cuvette.training.core.batching.Batching;
import io.cuvette.training.core.batching.SequenceSampler;
import io.cuvette.training.core.diagnostics.DiagnosticMethod;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.EmbeddingLoss;
import io.cuvette.training.core.loss.LabelSetLoss;
import io.cuvette.training.core.loss.PairLoss;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodClaim;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.mixing.FixedMixture;
import io.cuvette.training.core.mixing.Mixture;
import io.cuvette.training.core.norm.Norm;
import io.cuvette.training.core.norm.NormPlacement;
import io.cuvette.training.core.norm.TestTimeNorm;
import io.cuvette.training.core.optimizer.Optimizer;
import io.cuvette.training.core.sampling.SampleSelection;
import io.cuvette.training.core.schedule.RateModifier;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.tuning.Search;
import io.cuvette.training.core.uncertainty.UncertaintyMethod;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A method that is forgotten somewhere fails the build here. */
class CatalogueTest {

    /** What makes a class a method of an area. */
    private static final List<Class<?>> AREA_INTERFACES =
            List.of(
                    Augmentation.class,
                    Averager.class,
                    Batching.class,
                    ClassificationLoss.class,
                    DiagnosticMethod.class,
                    EmbeddingLoss.class,
                    JobMeter.class,
                    LabelSetLoss.class,
                    Mixture.class,
                    Norm.class,
                    NormPlacement.class,
                    Optimizer.class,
                    PairLoss.class,
                    RateModifier.class,
                    SampleSelection.class,
                    Schedule.class,
                    Search.class,
                    SequenceSampler.class,
                    TestTimeNorm.class,
                    UncertaintyMethod.class);

    @Test
    void everyClassThatSaysItIsAMethodIsRegisteredOnce() throws Exception {
        List<Class<?>> marked =
                classes(Path.of("target/classes")).stream()
                        .filter(type -> type.isAnnotationPresent(MethodInfo.class))
                        .toList();
        assertThat(marked).isNotEmpty();
        assertThat(Catalogue.all().stream().map(MethodEntry::type))
                .containsExactlyInAnyOrderElementsOf(marked);
    }

    @Test
    void everyClassThatIsAMethodSaysSo() throws Exception {
        assertThat(classes(Path.of("target/classes")))
                .filteredOn(
                        type -> !type.isInterface() && !Modifier.isAbstract(type.getModifiers()))
                .filteredOn(
                        type -> AREA_INTERFACES.stream().anyMatch(a -> a.isAssignableFrom(type)))
                // what regmix ends with is no method by itself
                .filteredOn(type -> type != FixedMixture.class)
                .allMatch(type -> type.isAnnotationPresent(MethodInfo.class));
    }

    @Test
    void namesAreFreeOfDoublesAndOfOneManner() {
        Set<String> names = new HashSet<>();
        for (MethodEntry<?> entry : Catalogue.all()) {
            assertThat(entry.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(names.add(entry.area() + " " + entry.name())).as(entry.name()).isTrue();
            assertThat(entry.info().does()).isNotBlank().doesNotEndWith(".");
            assertThat(entry.info().source()).matches(".*(19|20)\\d\\d.*");
            assertThat(entry.type().getPackageName()).endsWith("." + entry.area().key());
        }
    }

    @Test
    void everyMethodHasDefaultsThatItAcceptsItself() {
        for (MethodEntry<?> entry : Catalogue.all()) {
            assertThat(entry.standard().json().path("name").asText()).isEqualTo(entry.name());
            assertThat(entry.settings().jsonSchema(entry.name()).path("properties")).isNotEmpty();
        }
    }

    @Test
    void everyMethodHasATestOfItsClaimAndTheFigureItMeasured() throws Exception {
        List<String> tested = new ArrayList<>();
        for (Class<?> type : classes(Path.of("target/test-classes"))) {
            for (Method method : type.getDeclaredMethods()) {
                ClaimOf claim = method.getAnnotation(ClaimOf.class);
                if (claim != null) {
                    Stream.of(claim.value()).map(n -> claim.area() + " " + n).forEach(tested::add);
                }
            }
        }
        List<String> methods =
                Catalogue.all().stream().map(entry -> entry.area() + " " + entry.name()).toList();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(methods);
        for (MethodEntry<?> entry : Catalogue.all()) {
            assertThat(MethodClaim.of(entry.area(), entry.name())).as(entry.name()).isPresent();
        }
    }

    @Test
    void areasAreFoundByKey() {
        assertThat(Area.ofKey("optimizer")).contains(Area.OPTIMIZER);
        assertThat(Area.ofKey("Optimizer")).isEmpty();
        assertThat(Catalogue.find(Area.OPTIMIZER, "adamw")).isPresent();
        assertThat(Catalogue.find(Area.LOSS, "adamw")).isEmpty();
    }

    private static List<Class<?>> classes(Path root) throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.');
                if (!name.endsWith("package-info.class")) {
                    classes.add(
                            Class.forName(
                                    name.substring(0, name.length() - ".class".length()),
                                    false,
                                    CatalogueTest.class.getClassLoader()));
                }
            }
        }
        return classes;
    }
}
