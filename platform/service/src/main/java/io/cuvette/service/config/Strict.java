package io.cuvette.service.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Converters that refuse values which can be read but make no sense. A service with such a value
 * does not start, and says which key it is.
 */
public final class Strict {

    private Strict() {}

    /** A time above 0. */
    public static final class PositiveDuration implements Converter<Duration> {
        private static final long serialVersionUID = 1;

        @Override
        public Duration convert(String value) {
            Duration duration = DurationConverter.parseDuration(value);
            if (duration == null || duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("must be a time above 0, like 30s or PT30S");
            }
            return duration;
        }
    }

    /** A size above 0. */
    public static final class PositiveSize implements Converter<MemorySize> {
        private static final long serialVersionUID = 1;

        @Override
        public MemorySize convert(String value) {
            MemorySize size = new MemorySizeConverter().convert(value);
            if (size == null || size.asLongValue() < 1) {
                throw new IllegalArgumentException("must be a size above 0, like 64M");
            }
            return size;
        }
    }

    /** {@code true} or {@code false}; anything else would silently be false. */
    public static final class YesOrNo implements Converter<Boolean> {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean convert(String value) {
            return switch (value.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> Boolean.TRUE;
                case "false" -> Boolean.FALSE;
                default -> throw new IllegalArgumentException("must be true or false");
            };
        }
    }

    /** {@code http} or {@code https} with a host. */
    public static final class HttpAddress implements Converter<URI> {
        private static final long serialVersionUID = 1;

        @Override
        public URI convert(String value) {
            URI uri = URI.create(value.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                throw new IllegalArgumentException("must be like http://127.0.0.1:8081");
            }
            return uri;
        }
    }
}
