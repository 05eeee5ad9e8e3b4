package io.cuvette.batchcorrection.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.cuvette.batchcorrection");

    @Test
    void onlyRestKnowsHttp() {
        noClasses()
                .that()
                .resideInAnyPackage("..app.service..", "..app.inference..", "..app.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "..app.rest..")
                .because("the same rules must hold for callers that are not HTTP")
                .check(CLASSES);
    }

    @Test
    void resourcesLeaveTheStoreToTheServices() {
        noClasses()
                .that()
                .resideInAPackage("..app.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.cuvette.service.store..", "io.cuvette.service.modelcache..")
                .because("keys are built where the tenant is known, and models have one cache")
                .check(CLASSES);
    }

    @Test
    void onlyServicesTouchTheStore() {
        classes()
                .that()
                .resideInAPackage("io.cuvette.service.store..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("io.cuvette.service..", "..app.service..")
                .allowEmptyShould(true)
                .because("every key begins with the caller's tenant, which is checked there")
                .check(CLASSES);
    }

    @Test
    void theScienceIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.batchcorrection..")
                .and()
                .resideOutsideOfPackage("io.cuvette.batchcorrection.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.cuvette.service..",
                        "io.cuvette.batchcorrection.app..")
                .because("workers and notebooks run it without a container")
                .check(CLASSES);
    }
}
