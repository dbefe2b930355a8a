package io.tandem.cluster.trunk;

import io.tandem.port.PeerGroup;

/**
 * How a trunk's peers are reached.
 *
 * @param listener what is sent goes out through it
 * @param ipv6 the family of its address, and so of its peers'
 */
public record TrunkWay(PeerGroup group, String listener, boolean ipv6) {}
