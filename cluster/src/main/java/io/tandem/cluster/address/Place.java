package io.tandem.cluster.address;

/** @param address id of a service address @param home the node whose it is while that one is up, {@code host:port} */
public record Place(char address, String home) {}
