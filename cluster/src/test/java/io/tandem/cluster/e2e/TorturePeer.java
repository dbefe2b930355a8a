package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source that sends any bytes, and hears what comes back at each port that a Via may have named: an answer goes to the
 * sent-by port, 5060 when there is none (RFC 3261 §18.2.2).
 */
final class TorturePeer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    /**
     * A response, read no further than its words go: it repeats what was wrong with its request.
     *
     * @param callId "" when it has none
     */
    record Answer(int status, String callId, byte[] bytes) {}

    private static final Pattern ANSWER = Pattern.compile(
            "SIP/2\\.0 (\\d{3}) (?:.*?\r\n(?:Call-ID|i) *: *(\\S+)\r\n)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private final ByteBuffer datagram = ByteBuffer.allocate(65_535);
    private final Queue<Answer> heard = new ArrayDeque<>();
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final Selector selector;
    private final InetSocketAddress node;
    private int markers;

    /** The first port is the one it sends from. */
    TorturePeer(InetSocketAddress node, InetAddress own, int... ports) throws IOException {
        this.node = node;
        selector = Selector.open();
        for (int port : ports) {
            DatagramChannel channel = DatagramChannel.open();
            channels.add(channel);
            channel.bind(new InetSocketAddress(own, port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    /**
     * Reads all that is there. A marker's answer comes last: what was sent before it may be on another port, and has
     * arrived when it has.
     */
    private void hear(long patienceMillis) throws IOException {
        if (patienceMillis == 0) {
            selector.selectNow();
        } else {
            selector.select(patienceMillis);
        }
        selector.selectedKeys().clear();
        List<Answer> ofMarkers = new ArrayList<>();
        read(ofMarkers);
        if (!ofMarkers.isEmpty()) {
            read(ofMarkers); // a port that had been looked at already may have got what came before the marker's
        }
        heard.addAll(ofMarkers);
    }

    private void read(List<Answer> ofMarkers) throws IOException {
        for (DatagramChannel channel : channels) {
            for (datagram.clear(); channel.receive(datagram) != null; datagram.clear()) {
                Answer answer = answer(Arrays.copyOf(datagram.array(), datagram.position()));
                if (answer != null) {
                    (isMarker(answer) ? ofMarkers : heard).add(answer);
                }
            }
        }
    }

    private static boolean isMarker(Answer answer) {
        return answer.callId().startsWith("marker");
    }

    private static Answer answer(byte[] bytes) {
        Matcher said = ANSWER.matcher(new String(bytes, StandardCharsets.UTF_8));
        return said.lookingAt()
                ? new Answer(Integer.parseInt(said.group(1)), Optional.ofNullable(said.group(2)).orElse(""), bytes)
                : null;
    }

    void send(byte[] bytes) {
        try {
            channels.getFirst().send(ByteBuffer.wrap(bytes), node);
        } catch (IOException unsendable) {
            throw new UncheckedIOException(unsendable);
        }
    }

    /**
     * What comes of the bytes: the final answer, or null. The node takes datagrams in turn, so that all is said of one
     * once a later OPTIONS has been answered; an INVITE that got a 100 is waited for, and its refusal acknowledged.
     */
    Answer outcome(byte[] bytes) {
        forget();
        send(bytes);
        String marker = marker();
        Answer last = null;
        boolean marked = false;
        boolean trying = false;
        while (!marked || trying) {
            Answer next = next();
            if (next.callId().equals(marker)) {
                marked = true;
            } else if (!isMarker(next)) {
                last = next.status() >= 200 ? next : last;
                trying = last == null;
            }
        }
        if (last != null) {
            acknowledge(bytes, last);
        }
        return last;
    }

    /** Returns once the node has come to what is sent now, and so has read all that was sent before. */
    void awaitTurn() {
        String marker = marker();
        while (!next().callId().equals(marker)) {
            // an earlier marker's, sent twice
        }
    }

    private void forget() {
        try {
            hear(0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        heard.clear();
    }

    private Answer next() {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (heard.isEmpty() && System.nanoTime() < end) {
                hear(TimeUnit.SECONDS.toMillis(1));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        assertThat(heard).as("an answer of the node").isNotEmpty();
        return heard.remove();
    }

    /** Returns its Call-ID. */
    private String marker() {
        DatagramSocket own = channels.getFirst().socket();
        String host = own.getLocalAddress().getHostAddress();
        String sentBy = host.contains(":") ? "[" + host + "]" : host;
        String callId = "marker-" + ++markers;
        send("""
                OPTIONS sip:node@127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s-%d
                From: <sip:peer@127.0.0.1>;tag=1
                To: <sip:node@127.0.0.1>
                Call-ID: %s
                CSeq: 1 OPTIONS
                Max-Forwards: 70
                Content-Length: 0

                """.formatted(sentBy, own.getLocalPort(), callId, System.nanoTime(), callId)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return callId;
    }

    /** RFC 3261 §17.1.1.3; a request that did not parse has no transaction, and its refusal wants no ACK. */
    private void acknowledge(byte[] sent, Answer answer) {
        if (SipParser.parse(sent) instanceof ParseResult.Parsed(SipMessage message)
                && message instanceof SipRequest request && request.method().equals(SipMethod.INVITE)
                && SipParser.parse(answer.bytes()) instanceof ParseResult.Parsed(SipMessage refusal)) {
            send(("ACK " + request.requestUri().text() + " SIP/2.0\r\nVia: " + request.topVia().text() + "\r\nFrom: "
                    + request.from().text() + "\r\nTo: " + refusal.to().text() + "\r\nCall-ID: " + request.callId()
                    + "\r\nCSeq: " + request.cseq().number() + " ACK\r\nContent-Length: 0\r\n\r\n").getBytes(
                            StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
