package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Attribute;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import io.cuvette.data.hdf5.Hdf5Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/** Reads one column of annotations in any of the encodings that anndata has used. */
final class ColumnReader {

    /** Texts that are remembered to be shared; names differ all. */
    private static final int MOST_SHARED = 1 << 12;

    private final List<Finding> findings;

    ColumnReader(List<Finding> findings) {
        this.findings = findings;
    }

    /** Finds where the categories of a column of the old encodings lie. */
    @FunctionalInterface
    interface OldCategories {
        Optional<Hdf5Dataset> of(String column) throws DataException;
    }

    /** Empty when the encoding is not known; a finding then says so. */
    Optional<Column> read(String name, Hdf5Node node, OldCategories old) throws DataException {
        if (node instanceof Hdf5Group group) {
            return readGroup(group);
        }
        Hdf5Dataset dataset = (Hdf5Dataset) node;
        if (dataset.type() instanceof Hdf5Type.Int) {
            Optional<Hdf5Dataset> categories = categories(dataset, name, old);
            if (categories.isPresent()) {
                boolean ordered = truth(categories.get(), "ordered");
                return Optional.of(categorical(dataset, texts(plain(categories.get())), ordered));
            }
        }
        if (dataset.type() instanceof Hdf5Type.Unsupported
                || dataset.type() instanceof Hdf5Type.Compound
                || dataset.type() instanceof Hdf5Type.ObjectReference
                || dataset.rank() != 1) {
            return skip(dataset, "its type");
        }
        return Optional.of(plain(dataset));
    }

    private static Optional<Hdf5Dataset> categories(
            Hdf5Dataset codes, String name, OldCategories old) throws DataException {
        Optional<Hdf5Attribute> attribute = codes.attribute("categories");
        if (attribute.isPresent()) {
            OptionalLong address = attribute.get().reference();
            if (address.isPresent()
                    && codes.file().node(codes.path() + "/categories", address.getAsLong())
                            instanceof Hdf5Dataset dataset) {
                return Optional.of(dataset);
            }
        }
        return old.of(name);
    }

    private Optional<Column> readGroup(Hdf5Group group) throws DataException {
        String encoding = group.textAttribute("encoding-type").orElse("");
        return switch (encoding) {
            case "categorical" ->
                    Optional.of(
                            categorical(
                                    group.dataset("codes"),
                                    texts(categoriesOf(group)),
                                    truth(group, "ordered")));
            case "nullable-integer", "nullable-boolean", "nullable-string-array" ->
                    Optional.of(nullable(group));
            default -> skip(group, "encoding '%s'".formatted(Printable.text(encoding)));
        };
    }

    private Column categoriesOf(Hdf5Group group) throws DataException {
        return group.require("categories") instanceof Hdf5Dataset dataset
                ? plain(dataset)
                : nullable(group.group("categories").orElseThrow());
    }

    private Optional<Column> skip(Hdf5Node node, String what) {
        findings.add(
                Finding.warning(
                        FindingCode.UNSUPPORTED_FEATURE,
                        node.path(),
                        "It was skipped: %s is not read.".formatted(what)));
        return Optional.empty();
    }

    private Column nullable(Hdf5Group group) throws DataException {
        Hdf5Dataset values = group.dataset("values");
        long[] mask = group.dataset("mask").allLongs();
        Column column = plain(values);
        if (mask.length != column.size()) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH, group.path(), "Values and mask differ in length.");
        }
        BitSet missing = new BitSet(mask.length);
        for (int i = 0; i < mask.length; i++) {
            missing.set(i, mask[i] != 0);
        }
        if (column instanceof Column.Integers integers) {
            return new Column.Integers(integers.values(), missing);
        }
        if (column instanceof Column.Booleans booleans) {
            return new Column.Booleans(booleans.values(), missing);
        }
        if (column instanceof Column.Strings strings) {
            missing.stream().forEach(i -> strings.values()[i] = "");
            return new Column.Strings(strings.values(), missing);
        }
        double[] reals = ((Column.Reals) column).values();
        missing.stream().forEach(i -> reals[i] = Double.NaN);
        return new Column.Reals(reals);
    }

    /** A one-dimensional dataset whose values stand for themselves. */
    static Column plain(Hdf5Dataset dataset) throws DataException {
        Hdf5Type type = dataset.type();
        if (type.isText()) {
            return new Column.Strings(sharedTexts(dataset), new BitSet());
        }
        if (type instanceof Hdf5Type.Enumeration enumeration) {
            long[] values = dataset.allLongs();
            return enumeration.isBoolean()
                    ? booleans(values)
                    : named(values, enumeration, dataset.path());
        }
        return type instanceof Hdf5Type.Int
                ? new Column.Integers(dataset.allLongs(), new BitSet())
                : new Column.Reals(dataset.allDoubles());
    }

    /** Most columns of text have few values: equal ones are held once. */
    private static String[] sharedTexts(Hdf5Dataset dataset) throws DataException {
        if (dataset.rank() != 1) {
            return dataset.allTexts();
        }
        List<String> values = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        dataset.forEachText(
                text -> {
                    String first = known.get(text);
                    if (first == null && known.size() < MOST_SHARED) {
                        known.put(text, text);
                    }
                    values.add(first == null ? text : first);
                });
        return values.toArray(String[]::new);
    }

    static Column booleans(long[] values) {
        boolean[] truth = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            truth[i] = values[i] != 0;
        }
        return new Column.Booleans(truth, new BitSet());
    }

    private static Column named(long[] values, Hdf5Type.Enumeration enumeration, String field)
            throws DataException {
        List<Long> keys = new ArrayList<>(enumeration.members().keySet());
        Collections.sort(keys);
        int[] codes = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            codes[i] = Collections.binarySearch(keys, values[i]);
            requireInRange(codes[i] >= 0, field);
        }
        return new Column.Categorical(
                codes, keys.stream().map(enumeration.members()::get).toList(), false);
    }

    private static Column categorical(Hdf5Dataset codes, List<String> categories, boolean ordered)
            throws DataException {
        return categorical(codes.allInts(), categories, ordered, codes.path());
    }

    private static Column categorical(
            int[] codes, List<String> categories, boolean ordered, String field)
            throws DataException {
        for (int code : codes) {
            requireInRange(code >= -1 && code < categories.size(), field);
        }
        return new Column.Categorical(codes, categories, ordered);
    }

    private static void requireInRange(boolean inRange, String field) throws DataException {
        if (!inRange) {
            throw new DataException(
                    FindingCode.INDEX_OUT_OF_RANGE,
                    field,
                    "A code lies outside the list of categories.");
        }
    }

    /** The values as text; whole numbers without a fraction, as a person would write them. */
    static List<String> texts(Column column) {
        List<String> texts = new ArrayList<>(column.size());
        for (int i = 0; i < column.size(); i++) {
            texts.add(column.text(i));
        }
        return texts;
    }

    private static boolean truth(Hdf5Node node, String attribute) throws DataException {
        Optional<Hdf5Attribute> value = node.attribute(attribute);
        return value.isPresent() && value.get().count() == 1 && value.get().truth();
    }

    static int countMissing(int size, IntPredicate missing) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += missing.test(i) ? 1 : 0;
        }
        return count;
    }
}
