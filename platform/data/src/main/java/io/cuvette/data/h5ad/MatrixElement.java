package io.cuvette.data.h5ad;

/** Which matrix of a file is meant. */
public sealed interface MatrixElement {

    /** The main matrix. */
    record X() implements MatrixElement {
        @Override
        public String path() {
            return "X";
        }
    }

    /** A matrix of the shape of X, for instance {@code counts}. */
    record Layer(String name) implements MatrixElement {
        @Override
        public String path() {
            return "layers/" + name;
        }
    }

    /** The matrix that was put aside before genes were selected; it has its own genes. */
    record Raw() implements MatrixElement {
        @Override
        public String path() {
            return "raw/X";
        }
    }

    static MatrixElement x() {
        return new X();
    }

    static MatrixElement layer(String name) {
        return new Layer(name);
    }

    static MatrixElement raw() {
        return new Raw();
    }

    /** Where it lies in the file; the field of findings about it. */
    String path();
}
