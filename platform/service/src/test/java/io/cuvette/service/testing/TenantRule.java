package io.cuvette.service.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.cuvette.service.identity.TenantId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** No tenant sees another's rows: whoever asks for rows says whose. */
public final class TenantRule {

    private TenantRule() {}

    /**
     * Public methods of repositories that take no tenant.
     *
     * @param systemWide names of work lists of the service itself, which see all tenants and hand
     *     out rows that name theirs
     */
    public static List<String> methodsWithout(
            Stream<JavaClass> repositories, Set<String> systemWide) {
        return repositories
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(method -> !systemWide.contains(method.getName()))
                .filter(TenantRule::takesNoTenant)
                .filter(method -> !method.getName().startsWith("$$"))
                .map(JavaMethod::getFullName)
                .toList();
    }

    private static boolean takesNoTenant(JavaMethod method) {
        return method.getRawParameterTypes().stream()
                .noneMatch(type -> type.isEquivalentTo(TenantId.class));
    }
}
