package io.tandem.media.bench;

import io.tandem.media.keys.MasterKey;
import io.tandem.media.sdp.Codec;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** rtpengine in userspace, as Debian has it, told what to do by its control protocol "ng": a cookie and a dictionary in a datagram. */
final class RtpEngine implements Gateway {
    private static final String ADDRESS = "127.0.0.63";
    private static final int CONTROL_PORT = 2223;
    private static final int PATIENCE_MILLIS = 500;
    private static final int TRIES = 20;

    private final Process process;
    private final String peers;
    private final DatagramSocket control;
    private final List<String> open = new ArrayList<>();
    private final byte[] answer = new byte[65_536];
    private long cookies;

    private RtpEngine(Process process, String peers, DatagramSocket control) {
        this.process = process;
        this.peers = peers;
        this.control = control;
    }

    /**
     * @param peers the load's address
     * @param log where its words go
     */
    static RtpEngine start(String peers, Path log) throws IOException {
        String control = ADDRESS + ":" + CONTROL_PORT;
        Process process = new ProcessBuilder("rtpengine", "--config-file=none", "--foreground", "--log-stderr",
                "--log-level=4",
                "--table=-1", "--interface=" + ADDRESS, "--listen-ng=" + control, "--port-min=20000",
                "--port-max=39999", "--tos=184",
                "--timeout=3600", "--silent-timeout=3600", "--offer-timeout=3600", "--delete-delay=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // also where the benchmark is ended by a signal
        DatagramSocket socket = new DatagramSocket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), CONTROL_PORT));
        RtpEngine engine = new RtpEngine(process, peers, socket);
        try {
            engine.command("ping", "pong", Map.of());
            return engine;
        } catch (IOException silent) {
            engine.close();
            throw new IOException("rtpengine did not start, see " + log, silent);
        }
    }

    @Override
    public String name() {
        return "rtpengine";
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Opened open(Call call) throws IOException {
        MediaCase kind = call.kind();
        Map<String, Object> offer = ordered(call, kind.secured() ? "RTP/SAVP" : "RTP/AVP");
        if (kind.transcodes()) {
            offer.put("codec", Map.of("mask", List.of(kind.core().encodingName()), "transcode",
                    List.of(kind.mps().encodingName())));
        }
        offer.put("sdp", sdp(call.corePort(), kind.core(), Optional.empty()));
        String offered = sdpOf(command("offer", "ok", offer));
        open.add(call.id());
        Map<String, Object> answer = ordered(call, "RTP/AVP");
        answer.put("to-tag", "mps");
        answer.put("sdp", sdp(call.mpsPort(), kind.mps(),
                call.mpsKey().map(key -> tagOf(offered) + " " + MediaCase.SUITE + " inline:" + key.base64())));
        String answered = sdpOf(command("answer", "ok", answer));
        return new Opened(port(answered), port(offered), kind.secured() ? Optional.of(key(offered)) : Optional.empty());
    }

    private static Map<String, Object> ordered(Call call, String transport) {
        Map<String, Object> order = new HashMap<>();
        order.put("call-id", call.id());
        order.put("from-tag", "core");
        order.put("ICE", "remove");
        order.put("DTLS", "off");
        order.put("rtcp-mux", List.of("demux"));
        order.put("replace", List.of("origin"));
        order.put("transport-protocol", transport);
        return order;
    }

    @Override
    public void closeCalls() throws IOException {
        for (String id : open) {
            command("delete", "ok", Map.of("call-id", id, "from-tag", "core"));
        }
        open.clear();
    }

    @Override
    public void close() {
        process.destroy();
        control.close();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String sdp(int port, Codec codec, Optional<String> crypto) {
        return """
                v=0
                o=- 1 1 IN IP4 %1$s
                s=-
                c=IN IP4 %1$s
                t=0 0
                m=audio %2$d %3$s %4$d
                a=rtpmap:%4$d %5$s/8000
                a=ptime:20
                """.formatted(peers, port, crypto.isPresent() ? "RTP/SAVP" : "RTP/AVP", codec.payloadType(),
                codec.encodingName()).replace("\n", "\r\n")
                + crypto.map(line -> "a=crypto:" + line + "\r\n").orElse("");
    }

    /** Of the line {@code a=crypto} that has our suite. */
    private static String[] crypto(String sdp) {
        return sdp.lines()
                .filter(line -> line.startsWith("a=crypto:"))
                .map(line -> line.substring("a=crypto:".length()).split(" "))
                .filter(words -> words[1].equals(MediaCase.SUITE.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + MediaCase.SUITE + " in " + sdp));
    }

    private static String tagOf(String sdp) {
        return crypto(sdp)[0];
    }

    private static MasterKey key(String sdp) {
        String inline = crypto(sdp)[2].substring("inline:".length());
        return MasterKey.of(MediaCase.SUITE, Base64.getDecoder().decode(inline.split("\\|")[0]));
    }

    private static int port(String sdp) {
        return sdp.lines()
                .filter(line -> line.startsWith("m=audio "))
                .map(line -> Integer.parseInt(line.split(" ")[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no audio in " + sdp));
    }

    private static String sdpOf(Map<?, ?> answer) {
        return (String) answer.get("sdp");
    }

    private Map<?, ?> command(String command, String wanted, Map<String, Object> order) throws IOException {
        Map<String, Object> whole = new HashMap<>(order);
        whole.put("command", command);
        byte[] cookie = ("c" + cookies++ + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] body = Bencode.write(whole);
        byte[] datagram = Arrays.copyOf(cookie, cookie.length + body.length);
        System.arraycopy(body, 0, datagram, cookie.length, body.length);
        for (int tries = 0; tries < TRIES; tries++) {
            control.send(new DatagramPacket(datagram, datagram.length));
            Optional<Map<?, ?>> result = answerTo(cookie);
            if (result.isPresent()) {
                if (!wanted.equals(result.get().get("result"))) {
                    throw new IOException("rtpengine refused " + command + ": " + result.get());
                }
                return result.get();
            }
        }
        throw new IOException("rtpengine did not answer to " + command);
    }

    /** Empty when none comes in time; the same cookie again gets the same answer. */
    private Optional<Map<?, ?>> answerTo(byte[] cookie) throws IOException {
        DatagramPacket datagram = new DatagramPacket(answer, answer.length);
        try {
            do {
                datagram.setLength(answer.length);
                control.receive(datagram);
            } while (!Arrays.equals(cookie, 0, cookie.length, answer, 0, cookie.length));
            return Optional.of((Map<?, ?>) Bencode.read(Arrays.copyOf(answer, datagram.getLength()), cookie.length));
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        } catch (PortUnreachableException notYet) {
            LockSupport.parkNanos(PATIENCE_MILLIS * 1_000_000L);
            return Optional.empty();
        }
    }
}
