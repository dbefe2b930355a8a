package io.tandem.ops.lab.audio;

import io.tandem.media.codec.G711;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@link StampedMouth} says in a packet: whose voice it is, the number of the packet, that of the frame, and when it was
 * sent, then sound of a voice that was made once. Each octet depends on these, so an ear knows all that should be there.
 */
final class Frames {
    private static final int VOICE_AT = 0;
    private static final int PACKET_AT = 8;
    private static final int FRAME_AT = 12;
    private static final int SENT_AT = 16;
    private static final int SOUND_AT = 24;
    private static final int SOUND_BYTES = Mouth.FRAME_SAMPLES - SOUND_AT;
    private static final int SOUNDS = 256;
    private static final Map<G711, Frames> MADE = new ConcurrentHashMap<>();

    private final ByteBuffer sounds = ByteBuffer.allocateDirect(SOUNDS * SOUND_BYTES);

    private Frames(G711 law) {
        Voice voice = new Voice(SOUNDS);
        short[] samples = new short[SOUND_BYTES];
        byte[] octets = new byte[SOUND_BYTES];
        for (int sound = 0; sound < SOUNDS; sound++) {
            voice.speak(samples, 0, SOUND_BYTES);
            law.encode(samples, 0, octets, 0, SOUND_BYTES);
            sounds.put(octets);
        }
    }

    static Frames of(G711 law) {
        return MADE.computeIfAbsent(law, Frames::new);
    }

    void write(ByteBuffer out, long voice, int packet, int frame, long sentNanos) {
        out.putLong(voice).putInt(packet).putInt(frame).putLong(sentNanos);
        out.put(out.position(), sounds, sound(voice, frame), SOUND_BYTES).position(out.position() + SOUND_BYTES);
    }

    private static int sound(long voice, int frame) {
        return ((int) voice + frame & SOUNDS - 1) * SOUND_BYTES;
    }

    /** Whether the payload that begins there is one of that voice, and whole. */
    boolean isOf(long voice, ByteBuffer packet, int payload, int bytes) {
        if (bytes != Mouth.FRAME_SAMPLES || packet.getLong(payload + VOICE_AT) != voice) {
            return false;
        }
        int sound = sound(voice, frame(packet, payload));
        return packet.slice(payload + SOUND_AT, SOUND_BYTES).equals(sounds.slice(sound, SOUND_BYTES));
    }

    static int packet(ByteBuffer packet, int payload) {
        return packet.getInt(payload + PACKET_AT);
    }

    static int frame(ByteBuffer packet, int payload) {
        return packet.getInt(payload + FRAME_AT);
    }

    static long sentNanos(ByteBuffer packet, int payload) {
        return packet.getLong(payload + SENT_AT);
    }
}
