package io.tandem.media.session;

import io.tandem.media.srtp.SrtpReceiver;
import io.tandem.media.srtp.SrtpScratch;
import io.tandem.media.srtp.SrtpSender;
import io.tandem.media.srtp.Verdict;
import java.nio.ByteBuffer;

/** The contexts of one end of SRTP. Made by whoever describes the end; used by its thread alone. */
public final class EndProtection {
    private final SrtpSender sender;
    private final SrtpReceiver receiver;
    private final int mkiBytes;

    private EndProtection(SrtpSender sender, SrtpReceiver receiver, int mkiBytes) {
        this.sender = sender;
        this.receiver = receiver;
        this.mkiBytes = mkiBytes;
    }

    /**
     * @param before what the end had; null for nothing. Of it stays what has the same key
     * @param scratch of the end's loop
     */
    public static EndProtection of(Protection keys, EndProtection before, SrtpScratch scratch) {
        boolean sends = before != null && before.sender.key().equals(keys.ours());
        boolean hears = before != null && before.receiver.key().equals(keys.peers())
                && before.mkiBytes == keys.mkiBytes();
        if (sends && hears) {
            return before;
        }
        return new EndProtection(sends ? before.sender : new SrtpSender(keys.ours(), scratch),
                hears
                        ? before.receiver
                        : new SrtpReceiver(keys.peers(), keys.mkiBytes(), keys.highestTurn(), scratch),
                keys.mkiBytes());
    }

    public Verdict openRtp(ByteBuffer packet) {
        return receiver.openRtp(packet);
    }

    public Verdict openRtcp(ByteBuffer packet) {
        return receiver.openRtcp(packet);
    }

    public boolean protectRtp(ByteBuffer packet) {
        return sender.protectRtp(packet) == Verdict.GENUINE;
    }

    public boolean protectRtcp(ByteBuffer packet) {
        return sender.protectRtcp(packet) == Verdict.GENUINE;
    }
}
