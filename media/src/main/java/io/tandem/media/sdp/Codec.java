package io.tandem.media.sdp;

import io.tandem.media.codec.SpeechCodec;
import java.util.Locale;
import java.util.Optional;

/**
 * A payload type and what it stands for (RFC 8866 §6.6; RFC 3551 §6 for the static ones).
 *
 * @param encodingName as registered, {@code PCMU}; compared without case
 * @param clockRateHz RTP clock, which for G722 is not its sampling rate (RFC 3551 §4.5.2)
 */
public record Codec(int payloadType, String encodingName, int clockRateHz, int channels) {
    public static final Codec PCMU = new Codec(0, "PCMU", 8000, 1);
    public static final Codec PCMA = new Codec(8, "PCMA", 8000, 1);
    public static final Codec G722 = new Codec(9, "G722", 8000, 1);
    /** Telephone events on the payload type that everybody uses (RFC 4733, TSP-144). */
    public static final Codec TELEPHONE_EVENT = new Codec(101, "telephone-event", 8000, 1);

    /** What a payload type means without an rtpmap; empty for dynamic and unassigned ones. */
    public static Optional<Codec> ofStatic(int payloadType) {
        return Optional.ofNullable(switch (payloadType) {
            case 0 -> PCMU;
            case 3 -> new Codec(3, "GSM", 8000, 1);
            case 4 -> new Codec(4, "G723", 8000, 1);
            case 5 -> new Codec(5, "DVI4", 8000, 1);
            case 6 -> new Codec(6, "DVI4", 16000, 1);
            case 7 -> new Codec(7, "LPC", 8000, 1);
            case 8 -> PCMA;
            case 9 -> G722;
            case 10 -> new Codec(10, "L16", 44100, 2);
            case 11 -> new Codec(11, "L16", 44100, 1);
            case 12 -> new Codec(12, "QCELP", 8000, 1);
            case 13 -> new Codec(13, "CN", 8000, 1);
            case 15 -> new Codec(15, "G728", 8000, 1);
            case 16 -> new Codec(16, "DVI4", 11025, 1);
            case 17 -> new Codec(17, "DVI4", 22050, 1);
            case 18 -> new Codec(18, "G729", 8000, 1);
            default -> null;
        });
    }

    /** The codec that an rtpmap's value describes: {@code 101 telephone-event/8000}. */
    static Optional<Codec> ofRtpmap(String value) {
        int space = value.indexOf(' ');
        int slash = value.indexOf('/', space + 1);
        if (space < 0 || slash <= space + 1) {
            return Optional.empty();
        }
        int second = value.indexOf('/', slash + 1);
        String clock = value.substring(slash + 1, second < 0 ? value.length() : second).strip();
        int payloadType = Words.number(value.substring(0, space), 127);
        int clockRateHz = Words.number(clock, 1_000_000);
        int channels = second < 0 ? 1 : Words.number(value.substring(second + 1).strip(), 255);
        String name = value.substring(space + 1, slash).strip();
        if (payloadType < 0 || clockRateHz <= 0 || channels <= 0 || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Codec(payloadType, name, clockRateHz, channels));
    }

    /** Whether both are the same encoding, whatever payload type carries it. */
    public boolean sameEncoding(Codec other) {
        return encodingName.equalsIgnoreCase(other.encodingName) && clockRateHz == other.clockRateHz
                && channels == other.channels;
    }

    /** Whether it carries events or silence rather than speech: never the only codec of a call. */
    public boolean isAuxiliary() {
        String name = encodingName.toLowerCase(Locale.ROOT);
        return name.equals("telephone-event") || name.equals("cn");
    }

    /** The speech that we can make of others and others of it (F-63); empty where we can only pass it on. */
    public Optional<SpeechCodec> speech() {
        return SpeechCodec.of(encodingName, clockRateHz, channels);
    }

    public Codec withPayloadType(int payloadType) {
        return new Codec(payloadType, encodingName, clockRateHz, channels);
    }

    Line rtpmap() {
        String text = payloadType + " " + encodingName + "/" + clockRateHz;
        return Line.attribute("rtpmap", channels == 1 ? text : text + "/" + channels);
    }
}
