package io.tandem.media.session;

/**
 * What the relay may use.
 *
 * @param portLow lowest port; media takes even/odd pairs from here
 * @param portHigh highest port, included
 * @param loops threads that relay; one carries some 100,000 packets a second
 * @param maxSessions above it an open is refused
 * @param receiveBufferBytes per socket, as asked of the system
 * @param dscp DiffServ code point of what we send, 0–63; 46 is expedited forwarding (TSP-168)
 */
public record RelaySettings(int portLow, int portHigh, int loops, int maxSessions, int receiveBufferBytes, int dscp) {

    public RelaySettings {
        boolean ports = portLow >= 1 && portHigh <= 65_535 && portHigh - portLow >= 3;
        if (!ports || loops < 1 || maxSessions < 1 || receiveBufferBytes < 4_096 || dscp < 0 || dscp > 63) {
            throw new IllegalArgumentException("relay settings out of range");
        }
    }

    /** One loop and as many sessions as the ports allow, each of four. */
    public static RelaySettings ofPorts(int portLow, int portHigh) {
        return new RelaySettings(portLow, portHigh, 1, Math.max(1, (portHigh - portLow + 1) / 4), 64 * 1024, 46);
    }
}
