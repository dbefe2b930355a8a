package io.tandem.media.session;

import java.util.Optional;

/** The figures of one session: what was received from each end, and what was sent to it. */
public record SessionStats(EndStats caller, EndStats callee) {

    /**
     * One end's figures (RFC 3550 §6.4.1, appendix A.3 and A.8).
     *
     * @param localAddress our address and RTP port, {@code host:port}
     * @param remoteAddress where we send to now, {@code host:port}; "" when nothing is known yet
     * @param latched whether the remote address was learned from a packet
     * @param packetsReceived RTP packets accepted from this end
     * @param octetsReceived their payload octets
     * @param packetsSent RTP packets sent to this end
     * @param octetsSent their payload octets
     * @param packetsLost expected minus received, never below 0
     * @param packetsOutOfOrder packets that came behind a later one
     * @param packetsRefused packets from an address other than the latched one, or no RTP
     * @param jitterMillis interarrival jitter of what came from this end
     * @param rtcpReceived RTCP packets from this end
     * @param rtcpSent RTCP packets sent to this end
     * @param packetsForged of those refused: protected packets that were not genuine, or came twice
     * @param lostAtPeer packets that this end says it has missed
     * @param roundTripMillis from us to this end and back; 0 while not known
     */
    public record EndStats(String localAddress, String remoteAddress, boolean latched, long packetsReceived,
            long octetsReceived, long packetsSent, long octetsSent, long packetsLost, long packetsOutOfOrder,
            long packetsRefused, double jitterMillis, long rtcpReceived, long rtcpSent,
            long packetsForged, long lostAtPeer, double roundTripMillis) {

        /** Of an end whose RTCP is passed on, and whose packets are plain. */
        public EndStats(String localAddress, String remoteAddress, boolean latched, long packetsReceived,
                long octetsReceived,
                long packetsSent, long octetsSent, long packetsLost, long packetsOutOfOrder, long packetsRefused,
                double jitterMillis, long rtcpReceived, long rtcpSent) {
            this(localAddress, remoteAddress, latched, packetsReceived, octetsReceived, packetsSent, octetsSent,
                    packetsLost,
                    packetsOutOfOrder, packetsRefused, jitterMillis, rtcpReceived, rtcpSent, 0, 0, 0);
        }

        /** Of what this end sent, how much did not come, in percent. */
        public double lossPercent() {
            long expected = packetsReceived + packetsLost;
            return expected == 0 ? 0 : 100.0 * packetsLost / expected;
        }

        /**
         * How what comes from this end would be judged by who hears it here: an estimate ({@link EModel}), 1 to 4.5.
         *
         * @param codec encoding name, as {@code PCMA}
         * @return empty where nothing has come
         */
        public Optional<Double> mos(String codec) {
            return packetsReceived == 0
                    ? Optional.empty()
                    : Optional.of(EModel.mos(codec, lossPercent(), roundTripMillis, jitterMillis));
        }
    }
}
