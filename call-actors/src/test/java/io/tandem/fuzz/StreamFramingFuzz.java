package io.tandem.fuzz;

import io.tandem.sip.message.Frame;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.StreamFramer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A stream is cut at the same places however the network cuts it. The first two bytes say how it is cut here. */
public final class StreamFramingFuzz {
    private static final ParseLimits LIMITS = ParseLimits.DEFAULT.withMessageBytes(4_096);

    private StreamFramingFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(data, 2, data.length);
        List<String> whole = frames(stream, Integer.MAX_VALUE, Integer.MAX_VALUE);
        List<String> pieces = frames(stream, 1 + (data[0] & 0x3F), 1 + (data[1] & 0xFF));
        Always.holds(whole.equals(pieces), "the same frames: " + whole + " and " + pieces);
    }

    /** Fed in pieces of one size and of the other by turns. */
    private static List<String> frames(byte[] stream, int one, int other) {
        StreamFramer framer = new StreamFramer(LIMITS);
        List<String> frames = new ArrayList<>();
        boolean turn = true;
        for (int at = 0; at < stream.length; turn = !turn) {
            int length = Math.min(turn ? one : other, stream.length - at);
            Frame frame = framer.feed(stream, at, length);
            for (; !(frame instanceof Frame.NeedMore); frame = framer.next()) {
                switch (frame) {
                    case Frame.Message(byte[] bytes) -> frames.add(HexFormat.of().formatHex(bytes));
                    case Frame.KeepAlive _ -> frames.add("ping");
                    case Frame.Broken broken -> {
                        frames.add("broken");
                        return frames;
                    }
                    case Frame.NeedMore _ -> throw new AssertionError();
                }
            }
            at += length;
        }
        return frames;
    }
}
