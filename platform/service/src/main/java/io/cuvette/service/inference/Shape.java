package io.cuvette.service.inference;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first; none for a scalar. In a {@link TensorMetadata} a
 * dimension may be {@value #ANY}, meaning any size.
 */
public final class Shape {

    /** A dimension of any size, allowed in metadata only. */
    public static final long ANY = -1;

    /** More dimensions than any model has; bounds the depth of nested JSON data. */
    public static final int MAX_RANK = 32;

    private final long[] dimensions;

    private Shape(long[] dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * @throws IllegalArgumentException for a dimension below -1 or more than {@value #MAX_RANK}
     *     dimensions
     */
    public static Shape of(long... dimensions) {
        if (dimensions.length > MAX_RANK) {
            throw new IllegalArgumentException("more than " + MAX_RANK + " dimensions");
        }
        for (long dimension : dimensions) {
            if (dimension < ANY) {
                throw new IllegalArgumentException("dimension " + dimension + " is negative");
            }
        }
        return new Shape(dimensions.clone());
    }

    public int rank() {
        return dimensions.length;
    }

    public long dimension(int axis) {
        return dimensions[axis];
    }

    /** The dimensions, as a copy. */
    public long[] dimensions() {
        return dimensions.clone();
    }

    /** Size of the first dimension; 1 for a scalar. */
    public long rows() {
        return dimensions.length == 0 ? 1 : dimensions[0];
    }

    public boolean isConcrete() {
        return Arrays.stream(dimensions).allMatch(dimension -> dimension >= 0);
    }

    /**
     * Product of the dimensions.
     *
     * @throws ArithmeticException if it exceeds 2^63 - 1
     * @throws IllegalStateException if a dimension is {@value #ANY}
     */
    public long elementCount() {
        if (!isConcrete()) {
            throw new IllegalStateException("shape " + this + " has a dimension of any size");
        }
        if (Arrays.stream(dimensions).anyMatch(dimension -> dimension == 0)) {
            return 0;
        }
        long count = 1;
        for (long dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** Whether this concrete shape has the rank and the fixed dimensions of {@code pattern}. */
    public boolean matches(Shape pattern) {
        if (pattern.rank() != rank()) {
            return false;
        }
        for (int axis = 0; axis < rank(); axis++) {
            if (pattern.dimensions[axis] != ANY && pattern.dimensions[axis] != dimensions[axis]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As in JSON: {@code [2,-1]}. */
    @Override
    public String toString() {
        return Arrays.stream(dimensions)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
