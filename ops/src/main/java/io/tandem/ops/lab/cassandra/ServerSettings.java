package io.tandem.ops.lab.cassandra;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A server of its own.
 *
 * @param directory where all its files are; made when it is missing
 * @param address literal IP address that it listens on
 * @param port for clients (CQL)
 * @param storagePort for other servers; it talks to itself on it
 * @param keepsAll whether each write is on disk before it is acknowledged; else the last ten seconds may go with it
 * @param guard whom it lets in; empty: everybody
 */
public record ServerSettings(Path directory, String address, int port, int storagePort, boolean keepsAll,
        Optional<Guard> guard) {

    /**
     * Clients come by mutual TLS, and say who they are: {@code cassandra}, with that password, is there from the first start.
     *
     * @param keyStore PKCS #12, the server's certificate and key
     * @param trustStore PKCS #12, whoever has signed those of clients
     * @param password of both files
     */
    public record Guard(Path keyStore, Path trustStore, String password) {
        @Override
        public String toString() {
            return "Guard[" + keyStore + "]";
        }
    }

    /** One that everybody may use. */
    public ServerSettings(Path directory, String address, int port, int storagePort, boolean keepsAll) {
        this(directory, address, port, storagePort, keepsAll, Optional.empty());
    }
}
