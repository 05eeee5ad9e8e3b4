package io.cuvette.service.store;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where the store is and how to sign.
 *
 * @param endpoint as this process reaches it, {@code http} or {@code https}, without a path
 * @param publicEndpoint as callers reach it; presigned URLs begin with it
 */
public record StoreConfig(
        URI endpoint,
        URI publicEndpoint,
        String accessKey,
        String secretKey,
        String region,
        String bucket,
        StoreTimeouts timeouts) {

    public static final String DEFAULT_REGION = "us-east-1";
    public static final String DEFAULT_BUCKET = "cuvette";

    private static final String ENDPOINT = "CUVETTE_STORE_ENDPOINT";
    private static final String PUBLIC_ENDPOINT = "CUVETTE_STORE_PUBLIC_ENDPOINT";
    private static final String ACCESS_KEY = "CUVETTE_STORE_ACCESS_KEY";
    private static final String SECRET_KEY = "CUVETTE_STORE_SECRET_KEY";
    private static final String REGION = "CUVETTE_STORE_REGION";
    private static final String BUCKET = "CUVETTE_STORE_BUCKET";

    public StoreConfig {
        requireEndpoint("endpoint", endpoint);
        requireEndpoint("publicEndpoint", publicEndpoint);
        requireText("accessKey", accessKey);
        requireText("secretKey", secretKey);
        requireText("region", region);
        requireText("bucket", bucket);
    }

    /**
     * From the variables of docs/contracts.md, which a worker process gets.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    public static StoreConfig fromEnvironment(Map<String, String> environment) {
        URI endpoint = uri(ENDPOINT, required(environment, ENDPOINT));
        String publicEndpoint = environment.get(PUBLIC_ENDPOINT);
        return new StoreConfig(
                endpoint,
                publicEndpoint == null || publicEndpoint.isBlank()
                        ? endpoint
                        : uri(PUBLIC_ENDPOINT, publicEndpoint),
                required(environment, ACCESS_KEY),
                required(environment, SECRET_KEY),
                environment.getOrDefault(REGION, DEFAULT_REGION),
                environment.getOrDefault(BUCKET, DEFAULT_BUCKET),
                StoreTimeouts.DEFAULT);
    }

    /** What {@link #fromEnvironment} reads; for starting a worker. Holds the secret key. */
    public Map<String, String> toEnvironment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(ENDPOINT, endpoint.toString());
        environment.put(PUBLIC_ENDPOINT, publicEndpoint.toString());
        environment.put(ACCESS_KEY, accessKey);
        environment.put(SECRET_KEY, secretKey);
        environment.put(REGION, region);
        environment.put(BUCKET, bucket);
        return environment;
    }

    public StoreConfig withTimeouts(StoreTimeouts other) {
        return new StoreConfig(
                endpoint, publicEndpoint, accessKey, secretKey, region, bucket, other);
    }

    @Override
    public String toString() {
        return "StoreConfig[endpoint=%s, bucket=%s]".formatted(endpoint, bucket);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("environment variable " + name + " is not set");
        }
        return value;
    }

    private static URI uri(String name, String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not a URL", e);
        }
    }

    private static void requireEndpoint(String name, URI endpoint) {
        boolean http =
                endpoint.getScheme() != null
                        && Set.of("http", "https").contains(endpoint.getScheme())
                        && endpoint.getHost() != null;
        String path = endpoint.getRawPath();
        if (!http || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException(
                    "%s '%s' must be http(s)://host[:port] without a path"
                            .formatted(name, endpoint));
        }
    }

    private static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
    }
}
