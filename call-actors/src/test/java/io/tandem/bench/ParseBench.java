package io.tandem.bench;

import gov.nist.javax.sip.parser.StringMsgParser;
import io.tandem.sip.message.Header;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import java.text.ParseException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One message from its bytes. JAIN-SIP's parser makes an object of every header it knows (it leaves SDP alone, as we
 * do). Ours reads start line, top Via, From, To, Call-ID, CSeq, Max-Forwards and Content-Length, and finds where each
 * other header is ({@link #scan}); {@link #call} reads besides what a call reads of an INVITE; {@link #typed} reads
 * every header: addresses, Via and types as objects, each other value as text.
 */
@State(Scope.Thread)
public class ParseBench {
    @Param({"invite", "ok", "large", "bye"})
    public String message;
    private byte[] bytes;
    private StringMsgParser jain;

    @Setup
    public void setUp() throws ParseException {
        bytes = BenchMessages.of(message);
        jain = new StringMsgParser();
        if (!(SipParser.parse(bytes) instanceof ParseResult.Parsed) || jain.parseSIPMessage(bytes, true, false,
                null) == null) {
            throw new IllegalStateException("not a message: " + message);
        }
    }

    @Benchmark
    public SipMessage scan() {
        return ((ParseResult.Parsed) SipParser.parseOwned(bytes, ParseLimits.DEFAULT)).message();
    }

    @Benchmark
    public SipMessage call(Blackhole read) {
        SipMessage parsed = scan();
        read.consume(parsed.contacts());
        read.consume(parsed.recordRoutes());
        read.consume(parsed.contentType());
        read.consume(parsed.addresses(HeaderName.P_ASSERTED_IDENTITY));
        read.consume(parsed.headers().values(HeaderName.REQUIRE));
        read.consume(parsed.headers().values(HeaderName.SUPPORTED));
        read.consume(parsed.headers().values(HeaderName.ALLOW));
        return parsed;
    }

    @Benchmark
    public SipMessage typed(Blackhole read) {
        SipMessage parsed = scan();
        read.consume(parsed.vias());
        read.consume(parsed.contacts());
        read.consume(parsed.routes());
        read.consume(parsed.recordRoutes());
        read.consume(parsed.contentType());
        read.consume(parsed.addresses(HeaderName.P_ASSERTED_IDENTITY));
        read.consume(parsed.addresses(HeaderName.HISTORY_INFO));
        for (Header header : parsed.headers()) {
            read.consume(header.value());
        }
        read.consume(parsed.body());
        return parsed;
    }

    @Benchmark
    public Object jain() throws ParseException {
        return jain.parseSIPMessage(bytes, true, false, null);
    }
}
