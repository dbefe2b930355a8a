package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.session.EndProtection;
import io.tandem.media.session.Protection;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.Verdict;
import io.tandem.ops.lab.audio.Ear;
import io.tandem.ops.lab.audio.Mouth;
import io.tandem.ops.lab.audio.Voice;
import io.tandem.media.rtp.RtpPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;

/**
 * The media socket of one call. It hears from the offer on, for the far end may speak before its answer is here (RFC
 * 3264 §5.1), and speaks from the answer on. For the agent's thread.
 */
final class CallAudio implements CallMedia, Receiver {
    private static final int LARGEST_DATAGRAM = 2_048;
    private static final int MOST_TAG_BYTES = 16;

    private final DatagramChannel channel;
    private final List<Codec> codecs;
    private final Voices voices;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Mouth.PACKET_BYTES + MOST_TAG_BYTES);
    private Ear ear;
    private Mouth mouth;
    private InetSocketAddress target;
    private boolean quiet;
    private EndProtection protection;

    /** @param codecs what may be heard before there is an agreement */
    CallAudio(InetSocketAddress bind, Selector selector, List<Codec> codecs, Voices voices) throws IOException {
        this.codecs = codecs;
        this.voices = voices;
        channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(bind);
            channel.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    @Override
    public void agreed(Codec codec, InetSocketAddress remote, boolean speaks) {
        target = remote;
        quiet = !speaks;
        if (ear == null) {
            ear = new Ear(CallMedia.law(codec), codec.payloadType());
        } else {
            ear.change(CallMedia.law(codec), codec.payloadType());
        }
        if (mouth == null) {
            mouth = new Mouth(new Voice(voices.ours()), CallMedia.law(codec), codec.payloadType(), voices.identity());
        } else {
            mouth.change(CallMedia.law(codec), codec.payloadType());
        }
    }

    @Override
    public void protect(Protection keys) {
        protection = EndProtection.of(keys, protection, new SrtpScratch());
    }

    @Override
    public void hush(boolean nothingIsSaid) {
        quiet = nothingIsSaid;
    }

    @Override
    public void speak(long dueNanos) throws IOException {
        if (quiet) {
            mouth.pause();
            return;
        }
        out.clear();
        mouth.speak(out, System.nanoTime());
        out.flip();
        if (protection == null || protection.protectRtp(out)) {
            channel.send(out, target);
        }
    }

    @Override
    public void receive() {
        try {
            in.clear();
            while (channel.receive(in) != null) {
                hear(in.flip());
                in.clear();
            }
        } catch (IOException closedOrUnreachable) {
            // What was sent there is missed by the ear, and counted as loss.
        }
    }

    private void hear(ByteBuffer packet) {
        if (protection != null && protection.openRtp(packet) != Verdict.GENUINE) {
            return;
        }
        if (ear == null && RtpPacket.isRtp(packet)) {
            int payloadType = RtpPacket.payloadType(packet);
            codecs.stream()
                    .filter(codec -> codec.payloadType() == payloadType)
                    .findFirst()
                    .ifPresent(
                            codec -> ear = new Ear(CallMedia.law(codec), payloadType));
        }
        if (ear != null) {
            ear.hear(packet, System.nanoTime());
        }
    }

    @Override
    public Optional<CallReport.Speech> speech() {
        return mouth == null ? Optional.empty() : Optional.of(new CallReport.Speech(mouth, ear));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
