package io.tandem.cluster.edge;

import java.net.InetSocketAddress;

/** An address at which a peer of a trunk was found by its name. */
public record PeerPlace(String peerGroup, String peer, InetSocketAddress address) {}
