package io.tandem.ops.trace;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * An export to Homer.
 *
 * @param collector where to, over UDP
 * @param captureId what the collector calls this node; unsigned
 * @param key what the collector lets it in by; "" for none
 * @param trunks only calls that come in on or go to one of these; none: all
 * @param numberPrefixes only calls from or to a number that begins so, in E.164 or as the peer writes it; none: all
 * @param percent of these calls, 1 to 100
 */
public record HepSettings(InetSocketAddress collector, int captureId, String key, List<String> trunks,
        List<String> numberPrefixes, int percent) {

    /** Without the key. */
    @Override
    public String toString() {
        return "HEP to " + collector + ", capture id " + Integer.toUnsignedString(captureId);
    }
}
