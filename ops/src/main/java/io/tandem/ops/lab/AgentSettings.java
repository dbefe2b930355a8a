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
 * @param sound what its calls say
 * @param secured whether its media is SRTP
 */
public record AgentSettings(String name, InetSocketAddress sip, InetAddress media, int lowMediaPort, int highMediaPort,
        List<Codec> codecs, Answering answering, int maxCalls, Signalling signalling,
        Manner manner, Sound sound, boolean secured) {

    /** What an agent's calls say. */
    public enum Sound {
        /** A voice each, that a listener can tell from all others. */
        VOICE,
        /**
         * Packets that say when they were sent, and ears that tell what is missing, whatever the machine is busy with: for
         * many calls, where both ends are in this process. Wants Linux, IPv4 and the right to native access.
         */
        STAMPED,
        /** Nothing: they agree on media, but no media port is opened. */
        NONE
    }

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
                Sound.VOICE, false);
    }

    /** The same agent over another transport. */
    public AgentSettings over(Signalling other) {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls, other,
                manner, sound, secured);
    }

    /** The same agent in another manner. */
    public AgentSettings in(Manner other) {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls,
                signalling, other, sound, secured);
    }

    /** The same agent without a voice: signalling only. */
    public AgentSettings silent() {
        return saying(Sound.NONE);
    }

    /** The same agent, whose calls say something else. */
    public AgentSettings saying(Sound other) {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls,
                signalling, manner, other, secured);
    }

    /** The same agent with SRTP, and nothing else (RFC 4568). */
    public AgentSettings protectedMedia() {
        return new AgentSettings(name, sip, media, lowMediaPort, highMediaPort, codecs, answering, maxCalls,
                signalling, manner, sound, true);
    }
}
