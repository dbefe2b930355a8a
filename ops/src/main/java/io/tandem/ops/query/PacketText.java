package io.tandem.ops.query;

import io.tandem.call.CallView;
import io.tandem.ops.trace.MessageText;
import io.tandem.ops.trace.PacketStore;
import io.tandem.ops.trace.SeenMessage;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The messages of a call, whole, one below the other: repetitions too, which a ladder leaves out. */
final class PacketText {
    private PacketText() {}

    /** @param packets empty where none are kept */
    static String of(CallView call, Optional<PacketStore> packets, boolean fullNumbers) {
        if (packets.isEmpty()) {
            return "\nNo messages are kept here: tandem.trace.keep-bytes is 0.\n";
        }
        List<SeenMessage> messages = packets.get().of(call.id());
        if (messages.isEmpty()) {
            return "\nNo message of this call is kept, or none any more.\n";
        }
        StringBuilder out = new StringBuilder();
        for (SeenMessage seen : messages) {
            Instant at = Instant.EPOCH.plus(seen.epochMicros(), ChronoUnit.MICROS);
            out.append("\n--- ")
                    .append(Ladder.millis(ChronoUnit.MICROS.between(call.startedAt(), at)))
                    .append(" ms  ")
                    .append(address(seen.source()))
                    .append(" > ")
                    .append(address(seen.destination()))
                    .append(' ')
                    .append(seen.transport())
                    .append('\n')
                    .append(MessageText.of(seen, fullNumbers, List.of(call.calling(), call.called())));
        }
        return out.toString();
    }

    private static String address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
