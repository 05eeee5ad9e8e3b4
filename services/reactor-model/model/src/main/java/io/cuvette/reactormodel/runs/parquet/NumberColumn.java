package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;

/** Numbers as doubles. */
final class NumberColumn implements ColumnValues {
    private final ColumnKind kind;
    private final double[] numbers;
    private double[] dictionary = new double[0];

    NumberColumn(ColumnKind kind, double[] numbers) {
        this.kind = kind;
        this.numbers = numbers;
    }

    @Override
    public void dictionary(Bytes plain, int count) throws DataException {
        dictionary = new double[count];
        for (int i = 0; i < count; i++) {
            dictionary[i] = next(plain);
        }
    }

    @Override
    public void plain(Bytes plain, int row) throws DataException {
        numbers[row] = next(plain);
    }

    @Override
    public void indexed(int index, int row) {
        numbers[row] = dictionary[index];
    }

    @Override
    public void missing(int row) {
        numbers[row] = Double.NaN;
    }

    private double next(Bytes plain) throws DataException {
        return switch (kind.type()) {
            case DOUBLE -> plain.float64();
            case FLOAT -> plain.float32();
            case INT32 -> {
                int value = plain.int32();
                yield kind.unsigned() ? Integer.toUnsignedLong(value) : value;
            }
            case INT64 -> {
                long value = plain.int64();
                yield kind.unsigned() && value < 0 ? value + 0x1p64 : value;
            }
            case BOOLEAN, INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                    throw plain.corrupt("numbers of another type");
        };
    }
}
