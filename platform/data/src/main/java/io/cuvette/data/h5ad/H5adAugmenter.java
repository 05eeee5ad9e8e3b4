package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Attribute;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import io.cuvette.data.hdf5.Hdf5Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a copy of a file with elements added.
 *
 * <p>The source is a stranger's file, and the HDF Group's library is not made for such: it never
 * sees it. The guarded reader reads every element and the library writes it anew, so that values,
 * types and attributes of what was not touched stay the same, while chunking and compression may
 * not. What the reader cannot read (sequences of variable length, region references) is left out
 * and reported. Annotations in the layout of anndata 0.6 and older are rewritten in the present
 * one.
 */
public final class H5adAugmenter {

    private final Hdf5Group root;
    private final H5adAdditions additions;
    private final ReadLimits limits;
    private final Hdf5Output out;
    private final ElementWriter writer;
    private final List<Finding> findings = new ArrayList<>();

    private H5adAugmenter(
            Hdf5Group root, H5adAdditions additions, ReadLimits limits, Hdf5Output out) {
        this.root = root;
        this.additions = additions;
        this.limits = limits;
        this.out = out;
        this.writer = new ElementWriter(out, WriteOptions.DEFAULT);
    }

    /**
     * @return what was left out
     * @throws io.cuvette.data.finding.DataException when the source is not a readable file
     * @throws IllegalArgumentException when an addition does not fit the file
     */
    public static List<Finding> augment(
            Path source, Path target, H5adAdditions additions, ReadLimits limits)
            throws IOException {
        if (source.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("source and target must differ");
        }
        int[] shape =
                H5adReader.withFile(
                        source,
                        limits,
                        root -> {
                            List<Finding> none = new ArrayList<>();
                            return new int[] {
                                H5adReader.obs(root, limits, none).size(),
                                H5adReader.var(root, MatrixElement.x(), limits, none).size()
                            };
                        });
        additions.requireFit(shape[0], shape[1]);
        return H5adReader.withFile(
                source,
                limits,
                root -> {
                    try (Hdf5Output out =
                            Hdf5Output.create(target, WriteOptions.DEFAULT.gzipLevel())) {
                        H5adAugmenter augmenter = new H5adAugmenter(root, additions, limits, out);
                        augmenter.run();
                        out.commit();
                        return List.copyOf(augmenter.findings);
                    }
                });
    }

    private void run() throws IOException {
        Set<String> skipped = new HashSet<>();
        additions.obsm().keySet().forEach(name -> skipped.add("obsm/" + name));
        additions.layers().keySet().forEach(name -> skipped.add("layers/" + name));
        additions.uns().entries().keySet().forEach(name -> skipped.add("uns/" + name));
        additions.obs().keySet().forEach(name -> skipped.add("obs/" + name));
        additions.var().keySet().forEach(name -> skipped.add("var/" + name));
        for (String frame : List.of("obs", "var")) {
            if (root.require(frame) instanceof Hdf5Dataset table) {
                skipped.add(frame);
                // the categories of the old layout; they move into the columns
                for (String column : CompoundTable.of(table, findings).columns()) {
                    skipped.add("uns/" + column + "_categories");
                }
            }
        }
        for (String group : List.of("obsm", "layers", "uns")) {
            if (root.find(group).filter(Hdf5Dataset.class::isInstance).isPresent()) {
                skipped.add(group);
                findings.add(
                        Finding.warning(
                                FindingCode.UNSUPPORTED_FEATURE,
                                group,
                                "It was not copied: its layout is older than anndata 0.7."));
            }
        }
        new TreeCopy(out, limits, skipped, findings).copy(root, this::extendColumnOrder);
        addColumns("obs", additions.obs());
        addColumns("var", additions.var());
        addMatrices("obsm", additions.obsm(), writer::dense);
        addMatrices("layers", additions.layers(), writer::matrix);
        if (!additions.uns().entries().isEmpty()) {
            ensureDict("uns");
            for (Map.Entry<String, Unstructured> entry : additions.uns().entries().entrySet()) {
                writer.unstructured("uns/" + entry.getKey(), entry.getValue());
            }
        }
    }

    private boolean extendColumnOrder(String path, Hdf5Attribute attribute) throws IOException {
        Map<String, Column> added =
                path.equals("obs")
                        ? additions.obs()
                        : path.equals("var") ? additions.var() : Map.of();
        if (added.isEmpty() || !attribute.name().equals("column-order")) {
            return false;
        }
        Set<String> order =
                new LinkedHashSet<>(
                        attribute.type().isText() ? attribute.texts() : List.<String>of());
        order.addAll(added.keySet());
        out.attribute(path, "column-order", List.copyOf(order));
        return true;
    }

    private void addColumns(String frame, Map<String, Column> columns) throws IOException {
        if (root.require(frame) instanceof Hdf5Dataset) {
            Frame old =
                    (frame.equals("obs")
                                    ? H5adReader.obs(root, limits, findings)
                                    : H5adReader.var(root, MatrixElement.x(), limits, findings))
                            .read();
            for (Map.Entry<String, Column> column : columns.entrySet()) {
                old = old.with(column.getKey(), column.getValue());
            }
            writer.frame(frame, old);
        } else {
            for (Map.Entry<String, Column> column : columns.entrySet()) {
                writer.column(frame + "/" + column.getKey(), column.getValue());
            }
        }
    }

    private interface MatrixWriter<M> {
        void write(String path, M matrix) throws IOException;
    }

    private <M> void addMatrices(String group, Map<String, M> matrices, MatrixWriter<M> format)
            throws IOException {
        if (matrices.isEmpty()) {
            return;
        }
        ensureDict(group);
        for (Map.Entry<String, M> matrix : matrices.entrySet()) {
            format.write(group + "/" + matrix.getKey(), matrix.getValue());
        }
    }

    private void ensureDict(String path) throws IOException {
        Optional<Hdf5Node> existing = root.find(path);
        if (existing.isEmpty() || existing.get() instanceof Hdf5Dataset) {
            writer.dict(path);
        }
    }
}
