package io.tandem.sim;

import io.tandem.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Session descriptions of peers: one audio stream, of formats by number. */
final class PeerSdp {
    static final String TYPE = "application/sdp";
    private static final String EVENTS = "101";
    private static final List<String> VOICES = List.of("8", "0", "18");

    private PeerSdp() {}

    static byte[] write(String address, List<String> formats) {
        StringBuilder sdp = new StringBuilder(256);
        sdp.append("v=0\r\no=peer 1 1 IN IP4 ").append(address).append("\r\ns=-\r\nc=IN IP4 ").append(address);
        sdp.append("\r\nt=0 0\r\nm=audio 4000 RTP/AVP");
        formats.forEach(format -> sdp.append(' ').append(format));
        sdp.append("\r\n");
        formats.forEach(format -> sdp.append("a=rtpmap:").append(format).append(name(format)).append("\r\n"));
        return sdp.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String name(String format) {
        return switch (format) {
            case "8" -> " PCMA/8000";
            case "0" -> " PCMU/8000";
            case "18" -> " G729/8000";
            default -> " telephone-event/8000";
        };
    }

    /** Some voices in some order, mostly with events behind them. */
    static List<String> offer(Dice dice) {
        List<String> formats = new ArrayList<>();
        int first = dice.below(VOICES.size());
        int count = dice.between(1, VOICES.size());
        for (int i = 0; i < count; i++) {
            formats.add(VOICES.get((first + i) % VOICES.size()));
        }
        if (dice.chance(70)) {
            formats.add(EVENTS);
        }
        return formats;
    }

    /** One of the voices, and the events where they were offered. */
    static List<String> answer(List<String> offer, Dice dice) {
        List<String> voices = offer.stream().filter(VOICES::contains).toList();
        List<String> formats = new ArrayList<>(2);
        formats.add(dice.oneOf(voices.isEmpty() ? offer : voices));
        if (offer.contains(EVENTS)) {
            formats.add(EVENTS);
        }
        return formats;
    }

    /** The formats of the message's audio; empty where it describes none. */
    static List<String> formats(SipMessage message) {
        String body = new String(message.body(), StandardCharsets.US_ASCII);
        int at = body.indexOf("m=audio ");
        if (at < 0) {
            return List.of();
        }
        String[] words = body.substring(at, body.indexOf('\r', at)).split(" ");
        return List.of(words).subList(3, words.length);
    }

    static boolean goesThrough(SipMessage message, String address) {
        return new String(message.body(), StandardCharsets.US_ASCII).contains("c=IN IP4 " + address + "\r\n");
    }
}
