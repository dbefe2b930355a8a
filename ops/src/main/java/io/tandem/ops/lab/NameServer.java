package io.tandem.ops.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A DNS server that knows one name (RFC 1035), so that a gateway can call Microsoft's side by its name as it must
 * (TSP-60): its address for A, nothing for other types, and that there is no other name. It has a thread.
 */
public final class NameServer implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final int LARGEST_QUERY = 512;
    private static final short TYPE_A = 1;
    private static final short CLASS_IN = 1;
    private static final int TTL_SECONDS = 60;
    private static final int ANSWER_BYTES = 16;
    /** A response with authority, to who wanted recursion. */
    private static final int FLAGS = 0x8580;
    private static final int NO_SUCH_NAME = 3;
    private static final short NAME_OF_THE_QUESTION = (short) 0xc00c;

    private final DatagramSocket socket;
    private final String name;
    private final byte[] address;

    private record Question(String name, short type, int end) {}

    private NameServer(InetAddress on, String name, byte[] address) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(on, 0));
        this.name = name;
        this.address = address;
    }

    /** Starts one on a free port of that address. @param points an IPv4 address */
    public static NameServer start(InetAddress on, String name, InetAddress points) throws IOException {
        if (points.getAddress().length != 4) {
            throw new IllegalArgumentException("an A record holds an IPv4 address");
        }
        NameServer server = new NameServer(on, name, points.getAddress());
        Thread.ofPlatform().name("lab-names").daemon().start(server::serve);
        return server;
    }

    public InetSocketAddress listens() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST_QUERY], LARGEST_QUERY);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST_QUERY);
                socket.receive(packet);
                ByteBuffer query = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                Optional<Question> question = question(query);
                if (question.isPresent()) {
                    byte[] answer = answer(query, question.get());
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException closedOrUnreachable) {
                // Closed: the loop ends. Unreachable: who asked is gone.
            }
        }
    }

    /** Empty for what is no query with a question in it. */
    private static Optional<Question> question(ByteBuffer query) {
        boolean asks = query.limit() > HEADER_BYTES && query.get(2) >= 0 && query.getShort(4) == 1;
        StringBuilder name = new StringBuilder();
        int at = HEADER_BYTES;
        while (asks && at < query.limit() && query.get(at) > 0) {
            int length = query.get(at);
            asks = at + 1 + length < query.limit();
            if (asks) {
                byte[] label = new byte[length];
                query.get(at + 1, label);
                name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
                at += 1 + length;
            }
        }
        return asks && at + 5 <= query.limit() && query.get(at) == 0
                ? Optional.of(new Question(name.toString(), query.getShort(at + 1), at + 5))
                : Optional.empty();
    }

    private byte[] answer(ByteBuffer query, Question question) {
        boolean known = question.name().equalsIgnoreCase(name);
        boolean says = known && question.type() == TYPE_A;
        ByteBuffer answer = ByteBuffer.allocate(question.end() + (says ? ANSWER_BYTES : 0));
        answer.putShort(query.getShort(0)).putShort((short) (known ? FLAGS : FLAGS | NO_SUCH_NAME));
        answer.putShort((short) 1).putShort((short) (says ? 1 : 0)).putInt(0);
        answer.put(query.slice(HEADER_BYTES, question.end() - HEADER_BYTES));
        if (says) {
            answer.putShort(NAME_OF_THE_QUESTION).putShort(TYPE_A).putShort(CLASS_IN).putInt(TTL_SECONDS);
            answer.putShort((short) address.length).put(address);
        }
        return answer.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
