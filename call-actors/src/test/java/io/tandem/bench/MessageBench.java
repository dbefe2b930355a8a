package io.tandem.bench;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.MessageSender;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.sip.transaction.TransactionLayer;
import io.tandem.sip.transaction.TransactionListener;
import io.tandem.sip.transaction.TransactionSettings;
import io.tandem.sip.transaction.TransactionUser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing a response, a server transaction, and both with the parse before: a BYE's bytes in, its 200's bytes out. */
@State(Scope.Thread)
public class MessageBench {
    /** Between two messages, so that some 640 transactions wait out timer J at any time. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int BRANCH_DIGITS = 9;
    private static final Flow FLOW = new Flow("core-udp", Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral(
            "192.0.2.10"), 5060), 0);

    private byte[] bye;
    private int branchAt;
    private SipRequest request;
    private TransactionLayer layer;
    private long now;
    private int number;
    private int written;

    @Setup
    public void setUp() {
        bye = BenchMessages.of("bye");
        branchAt = new String(bye, java.nio.charset.StandardCharsets.US_ASCII).indexOf("776asdhds83");
        request = (SipRequest) read(bye.clone());
        layer = new TransactionLayer(1, TransactionSettings.DEFAULT, new Answering(), new Counting(),
                TransactionListener.NONE);
    }

    private static SipMessage read(byte[] bytes) {
        return ((ParseResult.Parsed) SipParser.parseOwned(bytes, ParseLimits.DEFAULT)).message();
    }

    @Benchmark
    public byte[] write() {
        return answer(request).toBytes();
    }

    @Benchmark
    public int transaction() {
        number++;
        return served(request.withTopVia(Via.of("UDP", "192.0.2.10", 5060, "z9hG4bK" + number)));
    }

    @Benchmark
    public int inAndOut() {
        byte[] bytes = bye.clone();
        int rest = ++number;
        for (int i = 0; i < BRANCH_DIGITS; i++, rest /= 10) {
            bytes[branchAt + i] = (byte) ('0' + rest % 10);
        }
        return served(read(bytes));
    }

    private int served(SipMessage message) {
        now += STEP_NANOS;
        layer.receive(message, FLOW, now);
        layer.advance(now);
        return written;
    }

    private static SipResponse answer(SipRequest request) {
        return SipResponse.to(request, 200).set(HeaderName.SERVER, "Tandem").build();
    }

    /** Answers each request 200. */
    private final class Answering implements TransactionUser {
        @Override
        public void request(ServerTransactionId id, SipRequest request, Flow flow) {
            layer.respond(id, answer(request), now);
        }

        @Override
        public void ack(SipRequest ack, Flow flow) {}

        @Override
        public void cancel(ServerTransactionId invite, SipRequest cancel) {}

        @Override
        public void response(ClientTransactionId id, String owner, SipResponse response, Flow flow) {}

        @Override
        public void strayResponse(SipResponse response, Flow flow) {}

        @Override
        public void timeout(ClientTransactionId id, String owner) {}

        @Override
        public void transportError(ClientTransactionId id, String owner, String reason) {}

        @Override
        public void ackMissing(ServerTransactionId invite, String toTag) {}
    }

    private final class Counting implements MessageSender {
        @Override
        public void send(SipMessage message, Flow flow) {
            written += message.toBytes().length;
        }

        @Override
        public void sendAgain(byte[] wire, Flow flow) {
            written += wire.length;
        }

        @Override
        public Via sentBy(Flow flow, String branch) {
            return Via.of("UDP", "192.0.2.1", 5060, branch);
        }
    }
}
