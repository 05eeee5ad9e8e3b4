package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * How a column that we read is stored.
 *
 * @param column its name, fit for messages
 * @param optional whether values may be missing
 * @param unsigned whether its whole numbers are at least 0
 */
record ColumnKind(String column, Type type, boolean optional, boolean unsigned) {

    /**
     * @param asText whether texts are wanted, otherwise numbers
     * @throws DataException UNSUPPORTED_FEATURE
     */
    static ColumnKind of(ParquetFile.Leaf leaf, boolean asText) throws DataException {
        String column = Printable.text(leaf.name());
        SchemaElement element = leaf.element();
        if (leaf.repeated() || leaf.levels() > 1) {
            throw unsupported(column, "holds lists or structures; write a flat table");
        }
        Type type = element.getType();
        boolean whole = type == Type.INT32 || type == Type.INT64;
        boolean wanted =
                asText
                        ? whole || type == Type.BYTE_ARRAY
                        : whole || type == Type.FLOAT || type == Type.DOUBLE;
        if (!wanted || !isPlain(element)) {
            throw unsupported(
                    column,
                    asText
                            ? "names runs; store it as text or whole numbers"
                            : "is stored as something else than numbers; store it as double");
        }
        return new ColumnKind(column, type, leaf.levels() == 1, isUnsigned(element));
    }

    /** Whether the stored numbers or texts are the values: no dates, times or decimals. */
    private static boolean isPlain(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        if (logical != null) {
            return logical.isSetINTEGER() || logical.isSetSTRING() || logical.isSetENUM();
        }
        ConvertedType converted = element.getConverted_type();
        if (converted == null) {
            return true;
        }
        return switch (converted) {
            case UTF8, ENUM, UINT_8, UINT_16, UINT_32, UINT_64, INT_8, INT_16, INT_32, INT_64 ->
                    true;
            case MAP,
                    MAP_KEY_VALUE,
                    LIST,
                    DECIMAL,
                    DATE,
                    TIME_MILLIS,
                    TIME_MICROS,
                    TIMESTAMP_MILLIS,
                    TIMESTAMP_MICROS,
                    JSON,
                    BSON,
                    INTERVAL ->
                    false;
        };
    }

    private static boolean isUnsigned(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        if (logical != null) {
            return logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned();
        }
        ConvertedType converted = element.getConverted_type();
        return converted == ConvertedType.UINT_8
                || converted == ConvertedType.UINT_16
                || converted == ConvertedType.UINT_32
                || converted == ConvertedType.UINT_64;
    }

    DataException unsupportedEncoding(Object encoding) {
        return unsupported(
                column, "is encoded as %s; write it plain or by dictionary".formatted(encoding));
    }

    private static DataException unsupported(String column, String what) {
        return new DataException(
                FindingCode.UNSUPPORTED_FEATURE,
                column,
                "The column %s %s.".formatted(column, what));
    }
}
