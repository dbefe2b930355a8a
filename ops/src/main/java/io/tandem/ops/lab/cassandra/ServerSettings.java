package io.tandem.ops.lab.cassandra;

import java.nio.file.Path;

/**
 * A server of its own.
 *
 * @param directory where all its files are; made when it is missing
 * @param address literal IP address that it listens on
 * @param port for clients (CQL)
 * @param storagePort for other servers; it talks to itself on it
 * @param keepsAll whether each write is on disk before it is acknowledged; else the last ten seconds may go with it
 */
public record ServerSettings(Path directory, String address, int port, int storagePort, boolean keepsAll) {}
