package io.cuvette.reactormodel.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cuvette.service.testing.TenantRule;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.cuvette.reactormodel");

    /** A work list of the service itself: it sees all tenants and hands out rows that name them. */
    private static final Set<String> SYSTEM_WIDE = Set.of("take");

    @Test
    void theScienceIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("io.cuvette.reactormodel..")
                .and()
                .resideOutsideOfPackage("io.cuvette.reactormodel.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.cuvette.service..",
                        "io.cuvette.reactormodel.app..")
                .because("workers and notebooks run it without a container")
                .check(CLASSES);
    }

    @Test
    void nothingButRestKnowsRest() {
        noClasses()
                .that()
                .resideInAPackage("..app..")
                .and()
                .resideOutsideOfPackage("..app.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "..app.rest..")
                .because("the same rules must hold for callers that are not HTTP")
                .check(CLASSES);
    }

    @Test
    void onlyPersistenceTalksToHibernate() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..app.persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta.persistence..")
                .because("queries without a tenant must not appear anywhere else")
                .check(CLASSES);
    }

    @Test
    void resourcesLeaveRowsAndObjectsToTheServices() {
        noClasses()
                .that()
                .resideInAPackage("..app.rest..")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Repository")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.cuvette.service.store.ObjectStore")
                .because("a resource translates and decides nothing")
                .check(CLASSES);
    }

    @Test
    void declarationsKnowNeitherRowsNorServices() {
        classes()
                .that()
                .resideInAPackage("..app.declaration..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "..app.persistence..", "..app.service..", "..app.config..", "io.quarkus..")
                .because("what a caller means is read the same wherever it comes from")
                .check(CLASSES);
    }

    @Test
    void everyRepositoryMethodTakesATenant() {
        List<String> without =
                TenantRule.methodsWithout(
                        CLASSES.stream()
                                .filter(type -> type.getPackageName().endsWith(".persistence"))
                                .filter(type -> type.isAssignableTo(PanacheRepositoryBase.class)),
                        SYSTEM_WIDE);

        assertThat(without).isEmpty();
    }
}
