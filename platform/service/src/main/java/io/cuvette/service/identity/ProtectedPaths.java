package io.cuvette.service.identity;

/** Which paths need the gateway's token. */
final class ProtectedPaths {

    private ProtectedPaths() {}

    /**
     * @param path of the request, with or without a slash in front
     */
    static boolean contains(String path) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        if (isUnder(absolute, "/v2/health")) {
            return false;
        }
        return isUnder(absolute, "/api") || isUnder(absolute, "/v2");
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
