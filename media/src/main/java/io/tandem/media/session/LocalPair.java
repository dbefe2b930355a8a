package io.tandem.media.session;

import io.tandem.media.udp.UdpSocket;

/** Our two sockets for one end: RTP on the even port, RTCP on the next. */
record LocalPair(LocalMediaAddress address, int rtpPort, UdpSocket rtp, UdpSocket rtcp) {

    /** Gives the ports back; the sockets must be closed by then. */
    void release() {
        address.release(rtpPort);
    }

    OpenResult.LocalMedia media() {
        return new OpenResult.LocalMedia(address.text(), rtpPort);
    }
}
