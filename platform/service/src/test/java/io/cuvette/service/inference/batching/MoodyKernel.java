package io.cuvette.service.inference.batching;

/**
 * A matrix product that behaves as a BLAS does, only more so: the order of summation depends on the
 * number of rows it is called with, and for one kind also on the row's place.
 */
final class MoodyKernel implements RowBlocks.Kernel {

    private final int inputWidth;
    private final float[] weights;
    private final boolean dependsOnPlace;

    MoodyKernel(float[] weights, int inputWidth, boolean dependsOnPlace) {
        this.weights = weights;
        this.inputWidth = inputWidth;
        this.dependsOnPlace = dependsOnPlace;
    }

    int outputWidth() {
        return weights.length / inputWidth;
    }

    @Override
    public float[] compute(float[] input) {
        int rows = input.length / inputWidth;
        float[] output = new float[rows * outputWidth()];
        for (int row = 0; row < rows; row++) {
            int start = rows + (dependsOnPlace ? row : 0);
            for (int column = 0; column < outputWidth(); column++) {
                float sum = 0;
                for (int k = 0; k < inputWidth; k++) {
                    int shifted = (k + start) % inputWidth;
                    sum +=
                            input[row * inputWidth + shifted]
                                    * weights[column * inputWidth + shifted];
                }
                output[row * outputWidth() + column] = sum;
            }
        }
        return output;
    }
}
