package io.cuvette.data.h5ad;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Attribute;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import io.cuvette.data.hdf5.Hdf5Output;
import io.cuvette.data.hdf5.Hdf5Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Copies the elements of a file as they are: values, types and attributes. Links become what they
 * lead to; references are set to the copies.
 */
final class TreeCopy {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NODES = 1_000_000;

    private record PendingReference(String path, String attribute, long address) {}

    private final Hdf5Output out;
    private final ReadLimits limits;
    private final Set<String> skipped;
    private final List<Finding> findings;
    private final Map<Long, String> copies = new HashMap<>();
    private final List<PendingReference> references = new ArrayList<>();
    private final Set<Long> open = new HashSet<>();
    private int nodes;
    private long bytes;

    /**
     * @param skipped paths that are not copied
     */
    TreeCopy(Hdf5Output out, ReadLimits limits, Set<String> skipped, List<Finding> findings) {
        this.out = out;
        this.limits = limits;
        this.skipped = skipped;
        this.findings = findings;
    }

    /** Changes an attribute on the way. */
    @FunctionalInterface
    interface AttributeChange {
        /** Whether it wrote the attribute itself. */
        boolean write(String path, Hdf5Attribute attribute) throws IOException;
    }

    void copy(Hdf5Group root, AttributeChange change) throws IOException {
        copyGroup(root, "", change);
        for (PendingReference reference : references) {
            String target = copies.get(reference.address());
            if (target == null) {
                skip(reference.path(), "a reference to something outside the tree");
            } else {
                out.reference(reference.path(), reference.attribute(), target);
            }
        }
    }

    private void copyGroup(Hdf5Group group, String path, AttributeChange change)
            throws IOException {
        if (open.size() >= MAX_DEPTH || !open.add(group.address())) {
            throw new DataException(FindingCode.CORRUPT, path, "A group contains itself.");
        }
        if (!path.isEmpty()) {
            out.group(path);
        }
        copyAttributes(group, path, change);
        for (String name : group.names()) {
            String child = path.isEmpty() ? name : path + "/" + name;
            if (skipped.contains(child)) {
                continue;
            }
            if (++nodes > MAX_NODES) {
                throw new DataException(FindingCode.TOO_LARGE, "", "The file has too many parts.");
            }
            Hdf5Node node = group.require(name);
            copies.putIfAbsent(node.address(), child);
            if (node instanceof Hdf5Group inner) {
                copyGroup(inner, child, change);
            } else {
                copyDataset((Hdf5Dataset) node, child, change);
            }
        }
        open.remove(group.address());
    }

    private void copyAttributes(Hdf5Node node, String path, AttributeChange change)
            throws IOException {
        String at = path.isEmpty() ? "/" : path;
        for (Hdf5Attribute attribute : node.attributes().values()) {
            if (change.write(path, attribute)) {
                continue;
            }
            OptionalLong reference = attribute.reference();
            if (reference.isPresent()) {
                references.add(new PendingReference(at, attribute.name(), reference.getAsLong()));
            } else if (isCopied(attribute.type())
                    && !(attribute.type() instanceof Hdf5Type.Compound compound
                            && hasVariableText(compound))) {
                out.attribute(at, attribute);
            } else {
                skip(at, "the type of attribute '" + Printable.text(attribute.name()) + "'");
            }
        }
    }

    private static boolean isCopied(Hdf5Type type) {
        return type instanceof Hdf5Type.Compound compound
                ? compound.members().stream()
                        .allMatch(
                                m -> isCopied(m.type()) && !(m.type() instanceof Hdf5Type.Compound))
                : !(type instanceof Hdf5Type.Unsupported
                        || type instanceof Hdf5Type.ObjectReference);
    }

    private static boolean hasVariableText(Hdf5Type.Compound compound) {
        return compound.members().stream().anyMatch(m -> m.type() instanceof Hdf5Type.VariableText);
    }

    private void skip(String path, String what) {
        findings.add(
                Finding.warning(
                        FindingCode.UNSUPPORTED_FEATURE,
                        Printable.text(path),
                        "It was not copied: %s is not read.".formatted(what)));
    }

    private void copyDataset(Hdf5Dataset source, String path, AttributeChange change)
            throws IOException {
        if (!isCopied(source.type())) {
            skip(path, "its type");
            return;
        }
        bytes += source.count() * source.type().size();
        if (bytes > limits.maxExpandedBytes()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "",
                    "The file expands beyond %d bytes.".formatted(limits.maxExpandedBytes()));
        }
        if (source.isNull()) {
            out.dataset(path, source.type(), (long[]) null).close();
        } else {
            try (Hdf5Output.Rows rows = out.dataset(path, source.type(), source.dimensions())) {
                copyRows(source, rows);
            }
        }
        copyAttributes(source, path, change);
    }

    private static void copyRows(Hdf5Dataset source, Hdf5Output.Rows target) throws IOException {
        if (source.count() == 0) {
            return;
        }
        int block = source.rowsPerBlock();
        for (long first = 0; first < source.rows(); first += block) {
            int n = (int) Math.min(block, source.rows() - first);
            if (source.type() instanceof Hdf5Type.VariableText) {
                target.write(n, source.texts(first, n));
            } else if (source.type() instanceof Hdf5Type.Compound compound) {
                copyRecords(source, compound, target, first, n);
            } else {
                byte[] part = array(source.bytes(first, n));
                target.write(n, part, part.length);
            }
        }
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static void copyRecords(
            Hdf5Dataset source,
            Hdf5Type.Compound compound,
            Hdf5Output.Rows target,
            long first,
            int n)
            throws IOException {
        List<Object> members = new ArrayList<>();
        for (Hdf5Type.Member member : compound.members()) {
            Hdf5Dataset values = source.member(member);
            members.add(
                    member.type() instanceof Hdf5Type.VariableText
                            ? values.texts(first, n)
                            : array(values.bytes(first, n)));
        }
        target.writeRecords(n, compound, members);
    }
}
