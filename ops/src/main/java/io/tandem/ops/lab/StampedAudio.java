package io.tandem.ops.lab;

import io.tandem.media.rtp.RtpPacket;
import io.tandem.media.sdp.Codec;
import io.tandem.media.session.EndProtection;
import io.tandem.media.session.Protection;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.Verdict;
import io.tandem.ops.lab.audio.StampedEar;
import io.tandem.ops.lab.audio.StampedMouth;
import io.tandem.ops.lab.stamp.Batch;
import io.tandem.ops.lab.stamp.StampedSocket;
import io.tandem.ops.lab.stamp.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The media socket of one call whose packets say when they were sent, as the system says when they came: it need not be
 * read at once, so many calls cost little. For the agent's thread.
 */
final class StampedAudio implements CallMedia {
    /** Of some thousand packets: this process may be late for a minute. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
    private static final int READS_EVERY_FRAMES = 8;

    private final StampedSocket socket;
    private final Batch batch;
    private final List<Codec> codecs;
    private final long voice;
    private final long farVoice;
    private final long identity;
    private StampedEar ear;
    private StampedMouth mouth;
    private Target target;
    private boolean quiet;
    private EndProtection protection;
    private int frames;
    private long closedNanos;

    /** @param codecs what may be heard before there is an agreement; @param voices of both ends */
    StampedAudio(InetSocketAddress bind, Batch batch, List<Codec> codecs, Voices voices) throws IOException {
        this.batch = batch;
        this.codecs = codecs;
        voice = voices.ours();
        farVoice = voices.theirs();
        identity = voices.identity();
        socket = batch.bind(bind, RECEIVE_BUFFER_BYTES);
    }

    @Override
    public void agreed(Codec codec, InetSocketAddress remote, boolean speaks) {
        target = Batch.target(remote);
        quiet = !speaks;
        receive(); // in the codec of the agreement before
        if (ear == null) {
            ear = new StampedEar(farVoice, CallMedia.law(codec), codec.payloadType());
        } else {
            ear.change(CallMedia.law(codec), codec.payloadType());
        }
        if (mouth == null) {
            mouth = new StampedMouth(voice, CallMedia.law(codec), codec.payloadType(), identity);
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
    public void speak(long dueNanos) {
        if (quiet) {
            mouth.pause();
        } else {
            ByteBuffer packet = batch.out();
            if (mouth.speak(packet, dueNanos, System.nanoTime()) && isReady(packet)) {
                socket.send(target);
            }
        }
        if (++frames % READS_EVERY_FRAMES == 0) {
            receive();
        }
    }

    /** What is written of it goes out. */
    private boolean isReady(ByteBuffer packet) {
        if (protection == null) {
            return true;
        }
        boolean ready = protection.protectRtp(packet.flip());
        packet.position(packet.limit());
        return ready;
    }

    @Override
    public void receive() {
        try {
            long now = System.nanoTime();
            socket.receive((packet, arrivalNanos) -> hear(packet, arrivalNanos, now));
        } catch (IOException unreadable) {
            // What was sent there is missed by the ear, and counted as loss.
        }
    }

    private void hear(ByteBuffer packet, long arrivalNanos, long nowNanos) {
        if (protection != null && protection.openRtp(packet) != Verdict.GENUINE) {
            return;
        }
        if (ear == null && RtpPacket.isRtp(packet)) {
            int payloadType = RtpPacket.payloadType(packet);
            codecs.stream()
                    .filter(codec -> codec.payloadType() == payloadType)
                    .findFirst()
                    .ifPresent(codec -> ear = new StampedEar(farVoice, CallMedia.law(codec), payloadType));
        }
        if (ear != null) {
            ear.hear(packet, arrivalNanos, nowNanos);
        }
    }

    @Override
    public Optional<CallReport.Stamped> stamped() {
        return mouth == null
                ? Optional.empty()
                : Optional.of(new CallReport.Stamped(mouth, ear, closedNanos, socket.overflowed()));
    }

    @Override
    public void close() throws IOException {
        closedNanos = System.nanoTime();
        socket.close();
    }
}
