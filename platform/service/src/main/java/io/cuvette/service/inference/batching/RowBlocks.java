package io.cuvette.service.inference.batching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs a numerical kernel over the rows of several requests such that the answer to each equals,
 * bit for bit, the answer it gets alone.
 *
 * <p>Why that needs care: floating-point addition is not associative, and a BLAS chooses its
 * kernel, and so the order of summation, by the shape of the product. A row computed among 7 others
 * may differ in the last bits from the same row alone. Here the kernel is always called with the
 * same number of rows, missing ones zero, so the shape never changes. Two ways to fill the blocks:
 *
 * <ul>
 *   <li>{@link #perRequest}: a block never holds rows of two requests. Each call is then the very
 *       call made when the request is alone: equality holds for any deterministic kernel, at the
 *       price of a block for each request.
 *   <li>{@link #packed}: blocks are filled across requests. Fast for many small requests, and right
 *       only if within the fixed shape a row's result depends neither on its place in the block nor
 *       on its neighbours. {@link #packedIfSafe} tries that on the kernel at hand and falls back.
 * </ul>
 *
 * <p>The kernel must work row by row (no batch statistics) and must be deterministic. With PyTorch
 * on CPU take the block's rows as the leading dimension, one thread count for the process's life,
 * and a multiple of 16 rows.
 */
public final class RowBlocks {

    /** Computes a block. */
    @FunctionalInterface
    public interface Kernel {

        /**
         * @param input {@code [blockRows, inputWidth]}, row major, missing rows zero
         * @return {@code [blockRows, outputWidth]}, row major
         */
        float[] compute(float[] input);
    }

    private static final int PROBED_ROWS = 4;
    private static final long PROBE_SEED = 0x5eed;

    private final int blockRows;
    private final int inputWidth;
    private final int outputWidth;
    private final boolean packed;
    private final Kernel kernel;

    private RowBlocks(
            int blockRows, int inputWidth, int outputWidth, boolean packed, Kernel kernel) {
        if (blockRows < 1 || inputWidth < 1 || outputWidth < 1) {
            throw new IllegalArgumentException("rows and widths must be at least 1");
        }
        Math.multiplyExact(blockRows, Math.max(inputWidth, outputWidth));
        this.blockRows = blockRows;
        this.inputWidth = inputWidth;
        this.outputWidth = outputWidth;
        this.packed = packed;
        this.kernel = kernel;
    }

    /** Blocks that hold rows of one request only: right for every deterministic kernel. */
    public static RowBlocks perRequest(
            int blockRows, int inputWidth, int outputWidth, Kernel kernel) {
        return new RowBlocks(blockRows, inputWidth, outputWidth, false, kernel);
    }

    /** Blocks filled across requests; the caller vouches for the kernel. */
    public static RowBlocks packed(int blockRows, int inputWidth, int outputWidth, Kernel kernel) {
        return new RowBlocks(blockRows, inputWidth, outputWidth, true, kernel);
    }

    /**
     * Packed blocks if {@link #isPlaceIndependent} finds the kernel fit for them, else blocks per
     * request. Call it once, when the model is loaded: it runs the kernel about ten times.
     */
    public static RowBlocks packedIfSafe(
            int blockRows, int inputWidth, int outputWidth, Kernel kernel) {
        RowBlocks blocks = packed(blockRows, inputWidth, outputWidth, kernel);
        return blocks.isPlaceIndependent()
                ? blocks
                : perRequest(blockRows, inputWidth, outputWidth, kernel);
    }

    public boolean isPacked() {
        return packed;
    }

    /**
     * Tries random rows at every place of a block, beside equal rows, beside random ones and beside
     * zeros, and compares the bits.
     */
    public boolean isPlaceIndependent() {
        SplittableRandom random = new SplittableRandom(PROBE_SEED);
        for (int probe = 0; probe < PROBED_ROWS; probe++) {
            float[] row = randomValues(random, inputWidth);
            float[] alone = new float[blockRows * inputWidth];
            System.arraycopy(row, 0, alone, 0, inputWidth);
            float[] expected = Arrays.copyOf(run(alone), outputWidth);

            float[] everywhere = new float[blockRows * inputWidth];
            float[] scattered = randomValues(random, blockRows * inputWidth);
            for (int place = 0; place < blockRows; place++) {
                System.arraycopy(row, 0, everywhere, place * inputWidth, inputWidth);
                if (place % PROBED_ROWS == probe) {
                    System.arraycopy(row, 0, scattered, place * inputWidth, inputWidth);
                }
            }
            float[] fromEverywhere = run(everywhere);
            float[] fromScattered = run(scattered);
            for (int place = 0; place < blockRows; place++) {
                if (!rowEquals(fromEverywhere, place, expected)
                        || (place % PROBED_ROWS == probe
                                && !rowEquals(fromScattered, place, expected))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Applies the kernel to every row.
     *
     * @param requests each {@code [rows, inputWidth]}, row major
     * @return for each {@code [rows, outputWidth]}, row major, in the same order
     * @throws IllegalArgumentException if a length is no multiple of the input width
     */
    public List<float[]> apply(List<float[]> requests) {
        List<float[]> outputs = new ArrayList<>(requests.size());
        Block block = new Block();
        for (float[] request : requests) {
            if (request.length % inputWidth != 0) {
                throw new IllegalArgumentException(
                        "%d values are no rows of %d".formatted(request.length, inputWidth));
            }
            int rows = request.length / inputWidth;
            float[] output = new float[Math.multiplyExact(rows, outputWidth)];
            outputs.add(output);
            block.add(request, output, rows);
            if (!packed) {
                block.flush();
            }
        }
        block.flush();
        return outputs;
    }

    private float[] run(float[] input) {
        float[] output = kernel.compute(input);
        if (output.length != blockRows * outputWidth) {
            throw new IllegalStateException(
                    "the kernel gave %d values for %d rows of %d"
                            .formatted(output.length, blockRows, outputWidth));
        }
        return output;
    }

    private boolean rowEquals(float[] output, int place, float[] expected) {
        int start = place * outputWidth;
        return Arrays.equals(output, start, start + outputWidth, expected, 0, outputWidth);
    }

    private static float[] randomValues(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-4, 4);
        }
        return values;
    }

    /** A piece of a request's rows in the block being filled. */
    private record Piece(float[] output, int firstRow, int rows, int place) {}

    /** The block being filled, and where its results go. */
    private final class Block {

        private final List<Piece> pieces = new ArrayList<>();
        private float[] input = new float[blockRows * inputWidth];
        private int filled;

        void add(float[] request, float[] output, int rows) {
            int row = 0;
            while (row < rows) {
                int taken = Math.min(rows - row, blockRows - filled);
                System.arraycopy(
                        request, row * inputWidth, input, filled * inputWidth, taken * inputWidth);
                pieces.add(new Piece(output, row, taken, filled));
                filled += taken;
                row += taken;
                if (filled == blockRows) {
                    flush();
                }
            }
        }

        void flush() {
            if (filled == 0) {
                return;
            }
            float[] output = run(input);
            for (Piece piece : pieces) {
                System.arraycopy(
                        output,
                        piece.place() * outputWidth,
                        piece.output(),
                        piece.firstRow() * outputWidth,
                        piece.rows() * outputWidth);
            }
            pieces.clear();
            // a fresh block, not a cleared one: nothing of one request is left in another's
            // padding,
            // and a kernel may hold on to its input
            input = new float[blockRows * inputWidth];
            filled = 0;
        }
    }
}
