package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * baresip, a softphone that is not ours, in a process of its own. It is told what to do and says what happens over its
 * control port (module ctrl_tcp: JSON in netstrings). It has no sound card: it hums a tone and keeps what it hears.
 */
final class Softphone implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path MODULES = modules();
    private static final Pattern TYPE = Pattern.compile("\"type\":\"(\\w+)\"");
    private static final Pattern PARAMETER = Pattern.compile("\"param\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern HEARD = Pattern.compile("rx:.*?time = ([0-9.]+) sec");
    private static final int RTP_PORTS = 20;

    /**
     * A phone to start.
     *
     * @param account lines of baresip's accounts: AOR and parameters
     * @param port where it takes SIP over UDP and TCP; over TLS it is one higher
     * @param toneHz what it hums @param more further lines of its configuration
     */
    record Setup(String name, String account, int port, int toneHz, String more) {}

    private final Path folder;
    private final Process process;
    private final Socket control;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    /** Came while something else was awaited. */
    private final List<String> unread = new ArrayList<>();

    private Softphone(Path folder, Process process, Socket control) {
        this.folder = folder;
        this.process = process;
        this.control = control;
    }

    static Softphone start(Path parent, Setup setup) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(setup.name()));
        int control = FreePorts.one();
        Files.writeString(folder.resolve("config"), config(setup, control, FreePorts.range(RTP_PORTS)));
        Files.writeString(folder.resolve("accounts"), setup.account() + "\n");
        Process process;
        try {
            // there, since what it hears goes to files of names that it cuts at 128 bytes
            process = new ProcessBuilder("baresip", "-s", "-f", folder.toString()).directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("baresip.log").toFile())
                    .start();
        } catch (IOException missing) {
            throw new AssertionError("these tests need baresip: apt-get install baresip-core (Debian, Ubuntu)",
                    missing);
        }
        Softphone phone = new Softphone(folder, process, connected(folder, process, control));
        Thread.ofVirtual().start(phone::listen);
        return phone;
    }

    private static String config(Setup setup, int control, int rtp) {
        return """
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                rtp_ports %d-%d
                audio_source ausine,%d
                audio_player aubridge,nobody
                audio_alert aubridge,nobody
                ausrc_srate 48000
                ausrc_channels 2
                auplay_srate 8000
                auplay_channels 1
                module_path %s
                module g711.so
                module g722.so
                module srtp.so
                module ausine.so
                module aubridge.so
                module sndfile.so
                snd_path .
                module_tmp account.so
                module_app menu.so
                module_app ctrl_tcp.so
                ctrl_tcp_listen 127.0.0.1:%d
                %s
                """.formatted(setup.port(), rtp, rtp + RTP_PORTS - 1, setup.toneHz(), MODULES, control,
                setup.more());
    }

    /** Where Debian has them for every architecture, and where others do. */
    private static Path modules() {
        return Stream.of("/usr/lib/baresip/modules", "/usr/lib64/baresip/modules", "/usr/local/lib/baresip/modules")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of("/usr/lib/baresip/modules"));
    }

    private static Socket connected(Path folder, Process process, int port) {
        return await("baresip listens").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("baresip ended: " + Files.readString(folder.resolve("baresip.log")));
            }
            try {
                return new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            } catch (IOException notYet) {
                return null;
            }
        }, socket -> socket != null);
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(control.getInputStream())) {
            while (true) {
                String said = netstring(in);
                (said.contains("\"event\":true") ? events : answers).add(said);
            }
        } catch (IOException ended) {
            events.add("the control connection has ended: " + ended);
        }
    }

    private static String netstring(DataInputStream in) throws IOException {
        int length = 0;
        for (int digit = in.readUnsignedByte(); digit != ':'; digit = in.readUnsignedByte()) {
            length = length * 10 + digit - '0';
        }
        byte[] text = new byte[length];
        in.readFully(text);
        in.readUnsignedByte(); // the comma
        return new String(text, StandardCharsets.UTF_8);
    }

    /** A command of its menu. @return what it says to that */
    String tell(String command, String parameters) {
        String json = "{\"command\":\"" + command + "\",\"params\":\"" + parameters + "\"}";
        try {
            control.getOutputStream().write((json.length() + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
        } catch (IOException unsendable) {
            throw new UncheckedIOException(unsendable);
        }
        String answer = next(answers, "answer to " + command);
        assertThat(answer).as(command).contains("\"ok\":true");
        return answer;
    }

    String tell(String command) {
        return tell(command, "");
    }

    /** The next event of that type, which other events may come before. @return its parameter */
    String event(String type) {
        for (Iterator<String> earlier = unread.iterator(); earlier.hasNext();) {
            String event = earlier.next();
            if (isOf(type, event)) {
                earlier.remove();
                return parameter(event);
            }
        }
        long end = System.nanoTime() + PATIENCE.toNanos(); // for it, not for whatever comes: reports come all the time
        while (System.nanoTime() < end) {
            String event = next(events, type);
            if (isOf(type, event)) {
                return parameter(event);
            }
            unread.add(event);
        }
        throw none(type);
    }

    private AssertionError none(String what) {
        return new AssertionError("no " + what + " came, but " + unread + "\n" + log());
    }

    private String next(BlockingQueue<String> from, String what) {
        try {
            String said = from.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (said == null) {
                throw none(what);
            }
            return said;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static boolean isOf(String type, String event) {
        Matcher said = TYPE.matcher(event);
        return said.find() && said.group(1).equals(type);
    }

    private static String parameter(String event) {
        Matcher said = PARAMETER.matcher(event);
        return said.find() ? said.group(1).replace("\\/", "/") : "";
    }

    /** How much it has heard in the call that it is in. */
    double heardSeconds() {
        Matcher heard = HEARD.matcher(tell("audio_debug"));
        return heard.find() ? Double.parseDouble(heard.group(1)) : 0;
    }

    /** From now on it hears something. */
    void awaitAudio() {
        double before = heardSeconds();
        await("audio at " + folder.getFileName()).atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> heardSeconds() > before + 0.5);
    }

    /** What it kept of what it heard in that call, counted from 0, until its session first changed. */
    Tone heard(int call) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // named by the second of their beginning
            List<Path> kept = files.filter(file -> file.toString().endsWith("-dec.wav")).sorted().toList();
            assertThat(kept).hasSizeGreaterThan(call);
            return Tone.ofWave(Files.readAllBytes(kept.get(call)));
        }
    }

    /** What it did and every SIP message that it saw. */
    String log() {
        try {
            return Files.readString(folder.resolve("baresip.log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            control.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
