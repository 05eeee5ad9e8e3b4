package io.cuvette.training.app;

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
                    .importPackages("io.cuvette.training.app");

    /**
     * Work lists of the service itself: they see all tenants and hand out rows that name theirs.
     */
    private static final Set<String> SYSTEM_WIDE =
            Set.of(
                    "lockNextQueued",
                    "lockExpired",
                    "lockOverdueStops",
                    "heldBy",
                    "isHeld",
                    "heads",
                    "due",
                    "lockStaleUploads",
                    "takeNextValidation",
                    "prolongValidation");

    @Test
    void workersArePlainJava() {
        noClasses()
                .that()
                .resideInAPackage("..worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta.ws.rs..",
                        "jakarta.enterprise..",
                        "org.hibernate..")
                .because("a worker runs without a container: its class path holds no running one")
                .check(CLASSES);
    }

    @Test
    void onlyPersistenceTalksToHibernate() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta.persistence..")
                .because("queries without a tenant must not appear anywhere else")
                .check(CLASSES);
    }

    @Test
    void resourcesLeaveRowsToTheServices() {
        noClasses()
                .that()
                .resideInAPackage("..rest..")
                .should()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Repository")
                .because("a resource translates and decides nothing")
                .check(CLASSES);
    }

    @Test
    void nothingButRestKnowsRest() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "..app.rest..")
                .because("the same rules must hold for callers that are not HTTP")
                .check(CLASSES);
    }

    @Test
    void everyRepositoryMethodTakesATenant() {
        List<String> without =
                TenantRule.methodsWithout(
                        CLASSES.stream()
                                .filter(type -> type.getPackageName().endsWith(".persistence"))
                                .filter(
                                        type ->
                                                type.isAssignableTo(PanacheRepositoryBase.class)
                                                        || type.getSimpleName()
                                                                .equals("JobLeases")),
                        SYSTEM_WIDE);

        assertThat(without).isEmpty();
    }
}
