package io.tandem.media.bench;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.sdp.Translation;
import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.OpenResult.Opened;
import io.tandem.media.session.OpenSession;
import io.tandem.media.session.Protection;
import io.tandem.media.session.RelayEngine;
import io.tandem.media.session.RelayListener;
import io.tandem.media.session.MediaLimits;
import io.tandem.media.session.RelaySettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The product's relay as a node has it (its settings where nobody changes any, its flags from {@link TandemRelay}), and nothing else
 * of a node. It is told what to open by lines, and ends with them:
 *
 * <pre>
 * open ID CASE CORE_PORT MPS_PORT [OUR_KEY MPS_KEY]     opened CORE_PORT MPS_PORT
 * close                                                 closed
 * </pre>
 */
final class RelayProcess {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 39_999;
    private static final int PORTS_OF_SESSION = 4;
    private static final int CLOCK_RATE_HZ = 8_000;

    private final RelayEngine engine;
    private final String address;
    private final String peers;
    private final List<String> open = new ArrayList<>();

    private RelayProcess(RelayEngine engine, String address, String peers) {
        this.engine = engine;
        this.address = address;
        this.peers = peers;
    }

    /** @param args our address, the peers' address, the niceness that the loops ask for */
    public static void main(String[] args) throws IOException {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        RelaySettings settings = new RelaySettings(FIRST_PORT, LAST_PORT, loops,
                (LAST_PORT - FIRST_PORT + 1) / PORTS_OF_SESSION, RelaySettings.RECEIVE_BUFFER_BYTES,
                Integer.parseInt(args[2]), MediaLimits.NONE);
        try (RelayEngine engine = RelayEngine.start(settings, new Troubles());
                BufferedReader orders = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            RelayProcess process = new RelayProcess(engine, args[0], args[1]);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(process.answer(order.split(" ")));
            }
        }
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "open" -> open(words);
            case "close" -> close();
            default -> "no such order: " + words[0];
        };
    }

    private String open(String[] words) {
        String id = words[1];
        MediaCase kind = MediaCase.named(words[2]).orElseThrow();
        boolean secured = kind.secured();
        OpenSession order = new OpenSession(id, address, address, Optional.empty(),
                secured ? Set.of(MediaEnd.CALLEE) : Set.of());
        if (!(engine.open(order) instanceof Opened opened)) {
            return "not opened";
        }
        open.add(id);
        engine.describeRemote(remote(id, MediaEnd.CALLER, Integer.parseInt(words[3])));
        DescribeRemote mps = remote(id, MediaEnd.CALLEE, Integer.parseInt(words[4])).translating(kind.transcodes()
                ? List.of(new Translation(kind.mps(), kind.core()))
                : List.of());
        engine.describeRemote(secured
                ? mps.protectedBy(Optional.of(new Protection(key(words[5]), key(words[6]), 0, 1)))
                : mps);
        return "opened " + opened.caller().rtpPort() + " " + opened.callee().rtpPort();
    }

    private DescribeRemote remote(String id, MediaEnd end, int rtpPort) {
        return new DescribeRemote(id, end, peers, rtpPort, rtpPort + 1, CLOCK_RATE_HZ);
    }

    private static MasterKey key(String base64) {
        return MasterKey.of(MediaCase.SUITE, Base64.getDecoder().decode(base64));
    }

    private String close() {
        open.forEach(engine::close);
        open.clear();
        return "closed";
    }

    /** What would make figures those of something else: said where the one who measures reads it. */
    private static final class Troubles implements RelayListener {
        @Override
        public void sendFailed(String sessionId, MediaEnd end, IOException cause) {
            System.err.println("relay: could not send in " + sessionId + " to " + end + ": " + cause);
        }

        @Override
        public void socketFailed(IOException cause) {
            System.err.println("relay: a socket failed: " + cause);
        }

        @Override
        public void handlerFailed(RuntimeException cause) {
            System.err.println("relay: a handler failed: " + cause);
        }

        @Override
        public void priorityRefused(int nice) {
            System.err.println("relay: niceness " + nice + " is not allowed");
        }

        @Override
        public void loopDied(Throwable cause) {
            System.err.println("relay: a loop died: " + cause);
        }
    }
}
