package io.cuvette.service.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cuvette.service.testing.TenantRule;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CleanupRepositoryTest {

    @Test
    void everyMethodButTheWorkListTakesATenant() {
        assertThat(
                        TenantRule.methodsWithout(
                                new ClassFileImporter()
                                                .withImportOption(
                                                        new ImportOption.DoNotIncludeTests())
                                                .importPackages("io.cuvette.service.cleanup")
                                                .stream()
                                                .filter(
                                                        type ->
                                                                type.isAssignableTo(
                                                                        PanacheRepositoryBase
                                                                                .class)),
                                Set.of("takeDue")))
                .isEmpty();
    }
}
