package io.tandem.cluster.trunk;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A small name server on the loopback, over UDP and TCP, whose zone a test writes. */
public final class DnsServer implements AutoCloseable {
    private static final String SOA = "example.com. %d IN SOA ns.example.com. admin.example.com. 1 60 60 600 %d";

    private final InetSocketAddress address;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> zone = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final AtomicInteger overTcp = new AtomicInteger();
    private volatile boolean truncating;
    private volatile int failing = Rcode.NOERROR;
    private volatile int negativeTtl = 1;

    private DnsServer(DatagramSocket udp, ServerSocket tcp) {
        this.address = new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
        this.udp = udp;
        this.tcp = tcp;
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    public static DnsServer start() throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        for (int attempt = 0;; attempt++) {
            DatagramSocket udp = new DatagramSocket(0, here);
            try {
                return new DnsServer(udp, new ServerSocket(udp.getLocalPort(), 50, here));
            } catch (IOException taken) {
                udp.close();
                if (attempt == 10) {
                    throw taken;
                }
            }
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Replaces the zone. @param lines as in a zone file: name, TTL, IN, type, data */
    public void zone(String... lines) {
        List<Record> records = Arrays.stream(lines).map(DnsServer::record).toList();
        zone.clear();
        zone.addAll(records);
    }

    private static Record record(String line) {
        String[] parts = line.split(" +", 5);
        try {
            return Record.fromString(Name.fromString(parts[0]), Type.value(parts[3]), DClass.IN,
                    Long.parseLong(parts[1]), parts[4], Name.root);
        } catch (IOException wrong) {
            throw new IllegalArgumentException(line, wrong);
        }
    }

    /** Over UDP nothing but "ask again over TCP". */
    void truncate() {
        truncating = true;
    }

    /** Answers every question with that code. */
    void fail(int rcode) {
        failing = rcode;
    }

    void negativeTtl(int seconds) {
        negativeTtl = seconds;
    }

    /** How often that question came. */
    public int asked(String question) {
        AtomicInteger times = asked.get(question);
        return times == null ? 0 : times.get();
    }

    int askedOverTcp() {
        return overTcp.get();
    }

    private void serveUdp() {
        byte[] buffer = new byte[1_500];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), truncating).toWire();
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closedOrNonsense) {
                // the loop looks whether it is closed
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), false).toWire();
                overTcp.incrementAndGet();
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            } catch (IOException closedOrNonsense) {
                // as above
            }
        }
    }

    private Message answer(byte[] wire, boolean truncated) throws IOException {
        Message query = new Message(wire);
        Record question = query.getQuestion();
        asked.computeIfAbsent(question.getName().toString(true) + " " + Type.string(question.getType()),
                _ -> new AtomicInteger()).incrementAndGet();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (failing != Rcode.NOERROR) {
            answer.getHeader().setRcode(failing);
        } else if (truncated) {
            answer.getHeader().setFlag(Flags.TC);
        } else {
            fill(answer, question.getName(), question.getType());
        }
        return answer;
    }

    private void fill(Message answer, Name name, int type) {
        List<Record> ofName = new ArrayList<>(zone);
        ofName.removeIf(record -> !record.getName().equals(name));
        ofName.stream()
                .filter(record -> record.getType() == type)
                .forEach(
                        record -> answer.addRecord(record, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.getHeader().setRcode(ofName.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
            answer.addRecord(record(SOA.formatted(negativeTtl, negativeTtl)), Section.AUTHORITY);
        }
    }

    /** Answers nobody any more. */
    @Override
    public void close() throws IOException {
        udp.close();
        ((Closeable) tcp).close();
    }
}
