package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A user agent.
 *
 * @param name in threads, reports and its User-Agent header: {@code core-1}
 * @param sip where it listens; port 0 takes a free one
 * @param media where it receives media
 * @param lowMediaPort lowest, and
 * @param highMediaPort highest of its media ports; RTP takes the even ones
 * @param codecs G.711 in either law, most wanted first
 * @param answering what it does when it is called
 * @param maxCalls calls at once; one more is refused with 486, or not placed
 * @param signalling what its SIP goes over
 * @param manner how it presents itself
 * @param speaks whether calls have media; else they agree on it, but nothing is said and no media port is opened
 */
public record AgentSettings(String name, InetSocketAddress sip, InetAddress media, int lowMediaPort, int highMediaPort,
        List<Codec> codecs, Answering answering, int maxCalls, Signalling signalling,
        Manner manner, boolean speaks) {

    public AgentSettings {
        codecs = List.copyOf(codecs);
        if (maxCalls < 1 || codecs.isEmpty()) {
            throw new IllegalArgumentException("an agent takes calls and speaks");
        }
    }

    /** One that speaks, over UDP. */
    public AgentSettings(String name, InetSocketAddress sip, InetAddress media, int lowMediaPort, int highMediaPort,
            List<Codec> codecs, Answering answering, int maxCalls) {
        this(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls, Signalling.UDP, Manner.CORE,
                true);
    }

    /** The same agent over another transport. */
    public AgentSettings over(Signalling other) {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls, other,
                manner, speaks);
    }

    /** The same agent in another manner. */
    public AgentSettings in(Manner other) {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls,
                signalling, other, speaks);
    }

    /** The same agent without a voice: signalling only. */
    public AgentSettings silent() {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls,
                signalling, manner, false);
    }
}
