package io.tandem.media.session;

/**
 * What the relay may use.
 *
 * @param portLow lowest port; media takes even/odd pairs from here
 * @param portHigh highest port, included
 * @param loops threads that relay; one carries some 100,000 packets a second
 * @param maxSessions above it an open is refused
 * @param receiveBufferBytes per socket, as asked of the system: what waits there longer than a jitter buffer does comes too late
 * @param nice niceness that the loops ask of the system, -20 to 19; 0 asks for none
 * @param limits how long media may be missing before who watches a session is told
 */
public record RelaySettings(int portLow, int portHigh, int loops, int maxSessions, int receiveBufferBytes,
        int nice, MediaLimits limits) {
    /**
     * Linux counts some 860 octets for a short packet and allows twice what it is asked: 19 packets, 0.4 s of speech of 20 ms.
     * With more, a node that had no processor for a moment went on to relay what was seconds old, and never what was fresh.
     */
    public static final int RECEIVE_BUFFER_BYTES = 8 * 1024;

    public RelaySettings {
        boolean ports = portLow >= 1 && portHigh <= 65_535 && portHigh - portLow >= 3;
        if (!ports || loops < 1 || maxSessions < 1 || receiveBufferBytes < 4_096
                || nice < -20 || nice > 19) {
            throw new IllegalArgumentException("relay settings out of range");
        }
    }

    /** One loop and as many sessions as the ports allow, each of four. */
    public static RelaySettings ofPorts(int portLow, int portHigh) {
        return new RelaySettings(portLow, portHigh, 1, Math.max(1, (portHigh - portLow + 1) / 4), RECEIVE_BUFFER_BYTES,
                0, MediaLimits.DEFAULT);
    }
}
