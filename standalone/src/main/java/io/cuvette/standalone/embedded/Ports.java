package io.cuvette.standalone.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on loopback. */
final class Ports {

    private Ports() {}

    static void requireValid(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "port %d is outside 0..65535; use 0 for a free one".formatted(port));
        }
    }

    /** A port that was free a moment ago. */
    static int findFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // a port in TIME_WAIT is free to a server that sets SO_REUSEADDR, as both of ours do
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void requireFree(int port, String what) throws IOException {
        if (!isFree(port)) {
            throw new IOException(
                    "port %d on 127.0.0.1 is taken by another program; end that program or give %s another port"
                            .formatted(port, what));
        }
    }
}
