package io.tandem.sip.route;

/**
 * The host that a far side says to be reached at, where that is a name.
 *
 * @param port -1 for none: then SRV records say it (RFC 3263 §4.2)
 */
public record FarName(String host, int port) {}
