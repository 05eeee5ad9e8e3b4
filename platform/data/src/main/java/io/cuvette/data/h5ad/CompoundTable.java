package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code obs} and {@code var} as anndata wrote them up to 0.6: one dataset of records. */
final class CompoundTable {

    private static final Set<String> INDEX_NAMES = Set.of("index", "_index");

    private final Hdf5Dataset dataset;
    private final Hdf5Type.Compound type;
    private final List<Finding> findings;

    private CompoundTable(Hdf5Dataset dataset, Hdf5Type.Compound type, List<Finding> findings) {
        this.dataset = dataset;
        this.type = type;
        this.findings = findings;
    }

    static CompoundTable of(Hdf5Dataset dataset, List<Finding> findings) throws DataException {
        if (dataset.type() instanceof Hdf5Type.Compound compound && dataset.rank() == 1) {
            return new CompoundTable(dataset, compound, findings);
        }
        throw new DataException(
                FindingCode.CORRUPT, dataset.path(), "It should be a table of records.");
    }

    List<String> columns() {
        return type.members().stream()
                .map(Hdf5Type.Member::name)
                .filter(name -> !INDEX_NAMES.contains(name))
                .toList();
    }

    Column index() throws DataException {
        Optional<Hdf5Type.Member> member =
                type.members().stream().filter(m -> INDEX_NAMES.contains(m.name())).findFirst();
        if (member.isEmpty()) {
            throw new DataException(
                    FindingCode.CORRUPT, dataset.path(), "Its records have no field 'index'.");
        }
        return ColumnReader.plain(dataset.member(member.get()));
    }

    Optional<Column> column(String name, ColumnReader.OldCategories categories)
            throws DataException {
        Hdf5Type.Member member =
                type.members().stream()
                        .filter(m -> m.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return new ColumnReader(findings).read(name, dataset.member(member), categories);
    }
}
