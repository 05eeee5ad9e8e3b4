package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import java.util.HashMap;
import java.util.Map;

/** Texts, and whole numbers as texts; equal ones are held once. */
final class TextColumn implements ColumnValues {
    private final ColumnKind kind;
    private final String[] texts;
    private final int mostCharacters;
    private final Map<String, String> known = new HashMap<>();
    private String[] dictionary = new String[0];

    TextColumn(ColumnKind kind, String[] texts, int mostCharacters) {
        this.kind = kind;
        this.texts = texts;
        this.mostCharacters = mostCharacters;
    }

    @Override
    public void dictionary(Bytes plain, int count) throws DataException {
        dictionary = new String[count];
        for (int i = 0; i < count; i++) {
            dictionary[i] = next(plain);
        }
    }

    @Override
    public void plain(Bytes plain, int row) throws DataException {
        texts[row] = next(plain);
    }

    @Override
    public void indexed(int index, int row) {
        texts[row] = dictionary[index];
    }

    @Override
    public void missing(int row) {
        texts[row] = "";
    }

    private String next(Bytes plain) throws DataException {
        String text =
                switch (kind.type()) {
                    case BYTE_ARRAY -> plain.text(mostCharacters);
                    case INT32 -> {
                        int value = plain.int32();
                        yield kind.unsigned()
                                ? Integer.toUnsignedString(value)
                                : Integer.toString(value);
                    }
                    case INT64 -> {
                        long value = plain.int64();
                        yield kind.unsigned() ? Long.toUnsignedString(value) : Long.toString(value);
                    }
                    case BOOLEAN, INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY ->
                            throw plain.corrupt("texts of another type");
                };
        return known.computeIfAbsent(text, same -> same);
    }
}
