package io.cuvette.data.safetensors;

import java.io.IOException;

/** A safetensors file that cannot be used, with the one reason. */
public final class SafetensorsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final SafetensorsError error;

    SafetensorsException(SafetensorsError error, String message) {
        this(error, message, null);
    }

    SafetensorsException(SafetensorsError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public SafetensorsError error() {
        return error;
    }
}
