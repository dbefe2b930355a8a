package io.tandem.cluster.trunk.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Whom to ask and for how long.
 *
 * @param servers asked in turn; empty: those of the system
 * @param timeout of one server
 * @param tries rounds through the servers before a question has failed
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration timeout, int tries) {}
