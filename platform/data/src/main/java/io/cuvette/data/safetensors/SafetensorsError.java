package io.cuvette.data.safetensors;

/** What can be wrong with a safetensors file or with a request to it; one variant a failure. */
public enum SafetensorsError {
    /** Fewer than eight bytes: no header length. */
    FILE_TOO_SHORT,
    /** The header length is above the cap of 100 MB, or the header lists more than is allowed. */
    HEADER_TOO_LARGE,
    /** The header length points beyond the end of the file. */
    HEADER_TRUNCATED,
    /** The header does not start with a brace. */
    HEADER_NOT_AN_OBJECT,
    /** The header is no valid JSON in UTF-8, is nested too deep, or has bytes after its end. */
    HEADER_NOT_JSON,
    /** Two entries of the same name. */
    DUPLICATE_KEY,
    /** {@code __metadata__} is not a flat object of strings. */
    INVALID_METADATA,
    /** A tensor's entry lacks a field, has a foreign one, or one of the wrong kind. */
    INVALID_ENTRY,
    UNKNOWN_TYPE,
    /** A negative dimension, or more elements than 2^63 bytes can hold. */
    INVALID_SHAPE,
    /** Offsets that run backwards or beyond the end of the file. */
    OFFSETS_OUT_OF_BOUNDS,
    /** The offsets span another number of bytes than shape and type need. */
    SIZE_MISMATCH,
    /** Two tensors share bytes. */
    OVERLAP,
    /** Bytes that belong to no tensor, before the first or between two. */
    HOLE,
    /** Bytes that belong to no tensor after the last. */
    TRAILING_BYTES,
    /** No tensor of the name asked for. */
    NO_SUCH_TENSOR,
    /** A tensor of another type than the one asked for. */
    WRONG_TYPE,
    /** A tensor with more elements than a Java array; read it in parts. */
    TOO_LARGE_FOR_ARRAY,
    /** The file shrank after it was opened. */
    FILE_CHANGED
}
