package io.cuvette.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use whom, over the compiled classes of every module. */
class ArchitectureTest {

    private static final List<String> MODULES =
            List.of(
                    "platform/data",
                    "platform/plot",
                    "platform/service",
                    "services/training/core",
                    "services/training/app",
                    "services/batch-correction/model",
                    "services/batch-correction/app",
                    "services/reactor-model/model",
                    "services/reactor-model/app",
                    "gateway",
                    "standalone",
                    "demo");

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "jakarta.ws.rs..",
        "jakarta.persistence..",
        "jakarta.enterprise..",
        "org.hibernate..",
        "io.fabric8..",
        "io.vertx.."
    };

    private static final List<String> APPS =
            List.of(
                    "io.cuvette.training.app..",
                    "io.cuvette.batchcorrection.app..",
                    "io.cuvette.reactormodel.app..",
                    "io.cuvette.gateway..",
                    "io.cuvette.standalone..");

    private static JavaClasses all;

    @BeforeAll
    static void importEveryModule() {
        Path root = Path.of("").toAbsolutePath().getParent().getParent();
        List<Path> folders =
                MODULES.stream()
                        .map(module -> root.resolve(module).resolve("target/classes"))
                        .toList();
        assertThat(folders).allSatisfy(folder -> assertThat(Files.isDirectory(folder)).isTrue());
        all = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void gradientsNeverFlowThroughNumbersOfJava() {
        for (String operation : List.of("mul", "div", "pow")) {
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.cuvette.training.core..",
                            "io.cuvette.batchcorrection.network..",
                            "io.cuvette.reactormodel.network..",
                            "io.cuvette.reactormodel.correction..")
                    .should()
                    .callMethod(
                            "ai.djl.pytorch.engine.PtNDArray", operation, Number.class.getName())
                    .orShould()
                    .callMethod("ai.djl.ndarray.NDArray", operation, Number.class.getName())
                    .because(
                            "DJL wraps the number in a buffer that the collector frees while the"
                                    + " backward pass still reads it: Functions.times copies it")
                    .check(all);
        }
    }

    @Test
    void dataStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.data..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.cuvette.service..",
                        "io.cuvette.training..",
                        "io.cuvette.batchcorrection..",
                        "io.cuvette.reactormodel..",
                        "io.cuvette.gateway..",
                        "io.cuvette.standalone..")
                .because("file formats are read in workers, services and tools alike")
                .check(all);
    }

    @Test
    void drawingKnowsNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.plot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.cuvette.data..",
                        "io.cuvette.service..",
                        "io.cuvette.training..",
                        "io.cuvette.batchcorrection..",
                        "io.cuvette.reactormodel..",
                        "io.cuvette.gateway..",
                        "io.cuvette.standalone..")
                .because("every science draws with it, and what it shows is its own")
                .check(all);
    }

    @Test
    void scienceKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.cuvette.data..", "io.cuvette.plot..", "io.cuvette.training.core..")
                .or()
                .resideInAnyPackage("io.cuvette.batchcorrection..", "io.cuvette.reactormodel..")
                .and()
                .resideOutsideOfPackages(
                        "io.cuvette.batchcorrection.app..", "io.cuvette.reactormodel.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .because(
                        "a scientist reads and tests models alone, and a worker starts without a"
                                + " server")
                .check(all);
    }

    @Test
    void coreKnowsNoFamily() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.training.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.cuvette.batchcorrection..",
                        "io.cuvette.reactormodel..",
                        "io.cuvette.training.app..",
                        "io.cuvette.service..")
                .because("families are found by ServiceLoader, so a new one changes no old code")
                .check(all);
    }

    @Test
    void theServicePlatformKnowsNoFamily() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.cuvette.training..",
                        "io.cuvette.batchcorrection..",
                        "io.cuvette.reactormodel..",
                        "io.cuvette.gateway..",
                        "io.cuvette.standalone..",
                        "ai.djl..")
                .because("every app is built on it, those without tensors too")
                .check(all);
    }

    @Test
    void whatTalksToTrainingKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.service.training..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.cuvette.service.modellibrary..",
                        "io.cuvette.service.dataset..",
                        "io.cuvette.service.store..")
                .because("it speaks training's contract, whatever is done with the answers")
                .check(all);
    }

    @Test
    void appsSpeakHttpToEachOther() {
        for (String app : APPS) {
            String[] others =
                    APPS.stream().filter(other -> !other.equals(app)).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(app)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because("services are deployed, scaled and restarted one by one")
                    .check(all);
        }
    }

    @Test
    void restOnlyTranslates() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette..rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.minio..")
                .because("a resource maps HTTP to a service call and holds no logic")
                .check(all);
    }

    @Test
    void onlyTheStoreSpeaksS3() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.cuvette.service.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.minio..")
                .because("one place bounds every call and names every error")
                .check(all);
    }

    @Test
    void onlyTheTensorLayerTouchesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.cuvette.training.core.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch.jni..", "ai.djl.engine..")
                .because("a wrong call there ends the process; one place guards against it")
                .check(all);
    }

    @Test
    void nobodyPrintsStackTracesOrExits() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.cuvette.standalone..",
                        "io.cuvette.demo..",
                        "io.cuvette.training.app.worker..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .because("a library that exits takes every tenant's requests with it")
                .check(all);
    }

    @Test
    void configurationIsDeclaredInOnePlace() {
        classes()
                .that()
                .areAnnotatedWith("io.smallrye.config.ConfigMapping")
                .should()
                .beInterfaces()
                .because("a configuration is a documented interface, not scattered keys")
                .check(all);
    }
}
