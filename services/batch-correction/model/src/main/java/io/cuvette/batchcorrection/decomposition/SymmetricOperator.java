package io.cuvette.batchcorrection.decomposition;

/** A symmetric linear map, known only by what it does to a vector. */
public interface SymmetricOperator {

    int dimension();

    /** Overwrites {@code y} with A x. */
    void multiply(double[] x, double[] y);
}
