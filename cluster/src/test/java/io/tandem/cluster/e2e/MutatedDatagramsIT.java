package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TortureMessages;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages, sound but for what chance did to them, at a running node: 100,000, or as many as
 * {@code -Dtandem.mutated-datagrams=1000000} says; {@code -Dtandem.seed} repeats a run. They come in rounds no larger
 * than a socket's buffer, and each round waits until the node has answered an OPTIONS behind it: all were read. A call
 * stands all the while.
 */
class MutatedDatagramsIT {
    private static final int COUNT = Integer.getInteger("tandem.mutated-datagrams", 100_000);
    private static final long SEED = Long.getLong("tandem.seed", System.nanoTime());
    private static final int ROUND = 50;
    private static final int PARTS = 10;
    /** What the heap may differ by, after a collection, between a tenth of the way and the end. */
    private static final long HEAP_GROWTH_BYTES = 16 << 20;

    @TempDir
    private Path folder;

    @Test
    @Tag("F-35")
    void theNodeReadsThemAllAndItsCallsGoOnAsIfNothingHadBeen() throws IOException {
        System.out.println("MutatedDatagramsIT: " + COUNT + " datagrams, -Dtandem.seed=" + SEED);
        try (NodeProcess node = NodeProcess.startOnFreePorts(20, "", folder)) {
            int logBefore = node.log().length();
            long early = whileACallIsUp(node);
            // an INVITE that was refused is kept for 64·T1 without its ACK
            await("live heap at most " + (early + HEAP_GROWTH_BYTES) + " bytes, seed " + SEED)
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> heapAfterCollection(node) < early + HEAP_GROWTH_BYTES);
            System.out.printf("live heap: %d KB early, %d KB at the end%n", early >> 10,
                    heapAfterCollection(node) >> 10);
            TorturedNode.assertSound(node, logBefore);
        }
    }

    /** Sends them all, in ten parts; a call from before them is heard after each, and ends in order after the last. */
    private static long whileACallIsUp(NodeProcess node) throws IOException {
        long early = 0;
        long nanos = 0;
        try (Phone core = new Phone(node.plan().corePeerPort());
                Phone mps = new Phone(node.plan().mpsPeerPort());
                PhoneCall call = new PhoneCall(core, mps, "+441632960300", node.plan().corePort())) {
            for (int part = 0; part < PARTS; part++) {
                long from = System.nanoTime();
                send(node, COUNT / PARTS, SEED + part);
                nanos += System.nanoTime() - from;
                call.assertAudioBothWays();
                early = part == 0 ? heapAfterCollection(node) : early;
            }
            System.out.printf("read %.0f datagrams a second%n", COUNT / (nanos / 1e9));
            call.caller().hangUp(2);
            call.called().expectBye();
        }
        return early;
    }

    private static void send(NodeProcess node, int count, long seed) throws IOException {
        Mutator mutator = new Mutator(new ArrayList<>(TortureMessages.of("rfc4475").values()), new Random(seed));
        InetSocketAddress core = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), node.plan().corePort());
        InetAddress own = InetAddress.ofLiteral("127.44.75.2");
        try (DatagramSocket strayAnswers = new DatagramSocket(5060, own);
                TorturePeer pace = new TorturePeer(core, InetAddress.ofLiteral("127.44.75.3"), 5060)) {
            for (int sent = 0; sent < count; sent += ROUND) {
                for (byte[] datagram : mutator.round(ROUND)) {
                    strayAnswers.send(new DatagramPacket(datagram, datagram.length, core));
                }
                pace.awaitTurn();
            }
        }
    }

    /** What is live: the collection is asked for from outside, as an operator would. */
    private static long heapAfterCollection(NodeProcess node) {
        try {
            int exit = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(node.pid()), "GC.run").redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assertThat(exit).as("exit of jcmd").isZero();
        } catch (IOException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Figures.of(node).sum("tandem_heap_used_bytes");
    }

    /** Valid messages with one to six small harms, or two of them spliced. */
    private record Mutator(List<byte[]> messages, Random random) {
        private static final byte[] TELLING = "\r\n;,:<>@\"\\=% \t\0\u007F[]()0129".getBytes(
                java.nio.charset.StandardCharsets.ISO_8859_1);

        List<byte[]> round(int count) {
            List<byte[]> round = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                round.add(one());
            }
            return round;
        }

        private byte[] one() {
            byte[] bytes = messages.get(random.nextInt(messages.size())).clone();
            for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
                bytes = harmed(bytes);
            }
            return bytes;
        }

        private byte[] harmed(byte[] bytes) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(random.nextInt(24), bytes.length - at);
            return switch (random.nextInt(6)) {
                case 0 -> set(bytes, at, (byte) random.nextInt());
                case 1 -> set(bytes, at, TELLING[random.nextInt(TELLING.length)]);
                case 2 -> joined(bytes, at, bytes, at + length); // cut out
                case 3 -> joined(bytes, at + length, bytes, at); // said twice
                case 4 -> joined(bytes, at, new byte[0], 0); // cut off
                default -> {
                    byte[] other = messages.get(random.nextInt(messages.size()));
                    yield joined(bytes, at, other, random.nextInt(other.length));
                }
            };
        }

        private static byte[] set(byte[] bytes, int at, byte value) {
            bytes[at] = value;
            return bytes;
        }

        private static byte[] joined(byte[] head, int headTo, byte[] tail, int tailFrom) {
            byte[] joined = new byte[headTo + tail.length - tailFrom];
            System.arraycopy(head, 0, joined, 0, headTo);
            System.arraycopy(tail, tailFrom, joined, headTo, tail.length - tailFrom);
            return joined;
        }
    }
}
