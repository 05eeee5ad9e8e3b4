package io.cuvette.data.h5ad;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    private static PackedStrings unique(List<Finding> findings, String... names) {
        return Names.unique(List.of(names), FindingCode.DUPLICATE_CELL_NAMES, "obs", findings);
    }

    @Test
    void differentNamesStayAsTheyAre() {
        List<Finding> findings = new ArrayList<>();
        assertThat(unique(findings, "a", "b", "")).containsExactly("a", "b", "");
        assertThat(findings).isEmpty();
        PackedStrings packed = PackedStrings.of(List.of("a", "b"));
        assertThat(Names.unique(packed, FindingCode.DUPLICATE_GENE_NAMES, "var", findings))
                .isSameAs(packed);
    }

    /** As anndata's make_index_unique: a suffix that is taken already is passed over. */
    @Test
    void repeatedNamesGetSuffixesThatNoOtherHas() {
        List<Finding> findings = new ArrayList<>();
        assertThat(unique(findings, "a", "a", "a-1", "b", "a", "b"))
                .containsExactly("a", "a-2", "a-1", "b", "a-3", "b-1");
        assertThat(findings)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.code()).isEqualTo(FindingCode.DUPLICATE_CELL_NAMES);
                            assertThat(finding.message()).startsWith("3 names");
                        });
    }

    @Test
    void oneRepeatedNameAmongManyIsFound() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            names.add("cell" + i);
        }
        names.add("cell7");
        List<Finding> findings = new ArrayList<>();
        PackedStrings unique =
                Names.unique(names, FindingCode.DUPLICATE_CELL_NAMES, "obs", findings);
        assertThat(unique.get(5_000)).isEqualTo("cell7-1");
        assertThat(unique.subList(0, 5_000)).isEqualTo(names.subList(0, 5_000));
        assertThat(findings).hasSize(1);
    }

    @Test
    void countsWhatIsEqualToANameBeforeIt() {
        assertThat(Names.repeated(List.of("a", "b", "a", "a", "c", "b"))).isEqualTo(3);
        assertThat(Names.repeated(List.of())).isZero();
    }
}
