package io.tandem.media.session;

import io.tandem.media.codec.SpeechCodec;
import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Translation;
import io.tandem.media.translate.PayloadTranslator;
import io.tandem.media.translate.Scratch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is translated at one end of a session, in place, both ways. Made by whoever describes the end; used by its thread alone. A
 * payload type that it knows nothing of passes as it is: telephone events, comfort noise.
 */
final class EndTranslation {
    private final List<Translation> translations;
    private final Way inward;
    private final Way outward;

    private EndTranslation(List<Translation> translations, Scratch scratch) {
        this.translations = translations;
        List<Route> in = new ArrayList<>();
        List<Route> out = new ArrayList<>();
        for (Translation each : translations) {
            in.add(new Route(each.here(), each.there()));
            out.add(new Route(each.there(), each.here()));
        }
        inward = new Way(in.toArray(Route[]::new), scratch);
        outward = new Way(out.toArray(Route[]::new), scratch);
    }

    /**
     * Null where nothing is to be translated.
     *
     * @param before what the end had, or null; it goes on where it is the same
     * @param scratch of the end's loop
     */
    static EndTranslation of(List<Translation> translations, EndTranslation before, Scratch scratch) {
        if (translations.isEmpty()) {
            return null;
        }
        return before != null && before.translations.equals(translations)
                ? before
                : new EndTranslation(translations, scratch);
    }

    /** Makes what the end's peer sent what the other end's wants. False for what does not fit: it is to be dropped. */
    boolean inward(ByteBuffer packet) {
        return inward.take(packet);
    }

    /** Makes what comes from the other end what this end's peer wants. False for what does not fit: it is to be dropped. */
    boolean outward(ByteBuffer packet) {
        return outward.take(packet);
    }

    /** From one payload type to the other. */
    private static final class Route {
        private final int from;
        private final int to;
        private final PayloadTranslator translator;

        Route(Codec from, Codec to) {
            this.from = from.payloadType();
            this.to = to.payloadType();
            translator = from.sameEncoding(to)
                    ? new PayloadTranslator.Same()
                    : PayloadTranslator.of(speech(from), speech(to));
        }

        private static SpeechCodec speech(Codec codec) {
            return codec.speech().orElseThrow(); // a Translation sees to that
        }
    }

    private static final class Way {
        private final Route[] routes;
        private final Scratch scratch;
        private boolean started;
        private int source;

        Way(Route[] routes, Scratch scratch) {
            this.routes = routes;
            this.scratch = scratch;
        }

        boolean take(ByteBuffer packet) {
            int type = RtpPacket.payloadType(packet);
            for (Route route : routes) {
                if (route.from == type) {
                    return take(packet, route);
                }
            }
            return true;
        }

        private boolean take(ByteBuffer packet, Route route) {
            int ssrc = RtpPacket.ssrc(packet);
            if (!started || ssrc != source) { // another speaks: what was said before is no part of it
                started = true;
                source = ssrc;
                for (Route each : routes) {
                    each.translator.reset();
                }
            }
            int octets = RtpPacket.payloadBytes(packet);
            if (octets < 0 || octets > Scratch.MAX_PAYLOAD_BYTES) {
                return false;
            }
            packet.get(packet.position() + RtpPacket.headerBytes(packet), scratch.source, 0, octets);
            int made = route.translator.translate(octets, scratch);
            return RtpPacket.replacePayload(packet, route.to, scratch.result, made);
        }
    }
}
