package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is true of every message, not only of those somebody thought of. */
class MessageProperties {
    private record Edit(int at, int kind, byte value) {}

    @Provide
    Arbitrary<SipRequest> requests() {
        return Generated.requests();
    }

    @Provide
    Arbitrary<SipResponse> responses() {
        return Generated.responses();
    }

    @Provide
    Arbitrary<Uri> uris() {
        return Generated.uris();
    }

    @Provide
    Arbitrary<Address> addresses() {
        return Generated.addresses();
    }

    @Provide
    Arbitrary<Via> vias() {
        return Generated.vias();
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Byte> bytes = Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of((byte) '\r', (byte) '\n',
                (byte) ' ', (byte) '"', (byte) '<', (byte) ',', (byte) ';', (byte) ':', (byte) '\\', (byte) 0));
        return Combinators.combine(Arbitraries.integers().between(0, 2000), Arbitraries.integers().between(0, 3),
                bytes).as(Edit::new).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 300).list().ofMinSize(1).ofMaxSize(30);
    }

    @Property
    void aRequestReadsAsItWasWritten(@ForAll("requests") SipRequest written) {
        SipRequest read = (SipRequest) Wire.message(parse(written.toBytes()));

        assertThat(read.method()).isEqualTo(written.method());
        assertThat(read.requestUri()).isEqualTo(written.requestUri());
        assertThat(read.maxForwards()).isEqualTo(written.maxForwards());
        assertSame(read, written);
    }

    @Property
    void aResponseReadsAsItWasWritten(@ForAll("responses") SipResponse written) {
        SipResponse read = (SipResponse) Wire.message(parse(written.toBytes()));

        assertThat(read.status()).isEqualTo(written.status());
        assertThat(read.reason()).isEqualTo(written.reason());
        assertSame(read, written);
    }

    @Property
    void whatWasReadIsWrittenByteForByteAlsoWhenPutTogetherAgain(@ForAll("requests") SipRequest written) {
        byte[] bytes = written.toBytes();
        SipRequest read = (SipRequest) Wire.message(parse(bytes));

        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.toBuilder().build().toBytes()).isEqualTo(bytes);
        assertThat(read.withTopVia(read.topVia()).toBytes()).isEqualTo(bytes);
    }

    @Property
    void anyBytesGiveAResult(@ForAll byte[] bytes) {
        assertTotal(bytes);
    }

    @Property(tries = 3000)
    void aDamagedMessageGivesAResultWhoseAccessorsAnswer(@ForAll("edits") List<Edit> edits,
            @ForAll("requests") SipRequest request) {
        assertTotal(damaged(Wire.bytes(Samples.INVITE), edits));
        assertTotal(damaged(Wire.bytes(Samples.OK), edits));
        assertTotal(damaged(request.toBytes(), edits));
    }

    @Property
    void aStreamIsCutTheSameWhereverItsPiecesEnd(@ForAll("cuts") List<Integer> cuts,
            @ForAll("requests") SipRequest one) {
        byte[] first = one.toBytes();
        byte[] second = Wire.bytes(Samples.INVITE);
        byte[] stream = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, stream, first.length, second.length);
        StreamFramer framer = new StreamFramer(ParseLimits.WIDE);
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < stream.length; i++) {
            int length = Math.min(stream.length - at, cuts.get(i % cuts.size()));
            Frame frame = framer.feed(stream, at, length);
            while (frame instanceof Frame.Message(byte[] bytes)) {
                messages.add(bytes);
                frame = framer.next();
            }
            at += length;
        }

        assertThat(messages).containsExactly(first, second);
    }

    @Property
    void anyStreamIsFramedOrBroken(@ForAll("edits") List<Edit> edits, @ForAll byte[] noise) {
        for (byte[] bytes : List.of(damaged(Wire.bytes(Samples.INVITE + Samples.OK), edits), noise)) {
            StreamFramer framer = new StreamFramer(ParseLimits.DEFAULT);
            Frame frame = framer.feed(bytes, 0, bytes.length);
            for (int i = 0; i < bytes.length && !(frame instanceof Frame.NeedMore); i++) {
                frame = framer.next();
            }
            assertThat(framer.pending()).isLessThanOrEqualTo(bytes.length);
        }
    }

    @Property
    void anyMultipartIsReadOrUnreadable(@ForAll("edits") List<Edit> edits, @ForAll byte[] noise) {
        ContentType mixed = ContentType.parse("multipart/mixed;boundary=b").orElseThrow();
        byte[] body = Wire.bytes("--b\nA: b\n\nbody\n--b\n\n\n--b--");

        assertThat(Multipart.parse(mixed, damaged(body, edits))).isNotNull();
        assertThat(Multipart.parse(mixed, noise)).isNotNull();
    }

    @Property
    void aUriReadsAsItWasWritten(@ForAll("uris") Uri uri) {
        assertThat(Uri.parse(uri.text())).contains(uri);
    }

    @Property
    void anAddressReadsAsItWasWritten(@ForAll("addresses") Address address) {
        assertThat(Address.parse(address.text())).contains(address);
    }

    @Property
    void aViaReadsAsItWasWritten(@ForAll("vias") Via via) {
        assertThat(Via.parse(via.text())).contains(via);
    }

    @Property
    void anyTextIsReadOrRefusedAsAUriAddressOrVia(@ForAll String text) {
        assertThat(Uri.parse(text)).isNotNull();
        assertThat(Address.parse(text)).isNotNull();
        assertThat(Via.parse(text)).isNotNull();
        assertThat(CSeq.parse(text)).isNotNull();
        assertThat(ContentType.parse(text)).isNotNull();
        assertThat(Parameters.parse(text)).isNotNull();
    }

    @Property
    void aListSplitsIntoWhatItWasJoinedOf(@ForAll("addressLists") List<Address> addresses) {
        List<String> texts = addresses.stream().map(Address::text).toList();
        Headers headers = Headers.builder()
                .add(HeaderName.CONTACT, String.join(" , ", texts))
                .add(HeaderName.CONTACT,
                        texts.getFirst())
                .build();

        List<String> expected = new ArrayList<>(texts);
        expected.add(texts.getFirst());
        assertThat(headers.values(HeaderName.CONTACT)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<Address>> addressLists() {
        return Generated.addresses().list().ofMinSize(1).ofMaxSize(4);
    }

    private static ParseResult parse(byte[] bytes) {
        return SipParser.parse(bytes, 0, bytes.length, ParseLimits.WIDE);
    }

    private static void assertSame(SipMessage read, SipMessage written) {
        assertThat(read.topVia()).isEqualTo(written.topVia());
        assertThat(read.from()).isEqualTo(written.from());
        assertThat(read.to()).isEqualTo(written.to());
        assertThat(read.callId()).isEqualTo(written.callId());
        assertThat(read.cseq()).isEqualTo(written.cseq());
        assertThat(read.contacts()).isEqualTo(written.contacts());
        assertThat(read.body()).isEqualTo(written.body());
        assertThat(read.headers().toBuilder().remove(HeaderName.CONTENT_LENGTH).build()).isEqualTo(written.headers());
    }

    private static void assertTotal(byte[] bytes) {
        switch (parse(bytes)) {
            case ParseResult.Parsed(SipMessage message) -> assertAccessorsAnswer(message);
            case ParseResult.Malformed malformed -> assertAnswerable(malformed.answerable());
            case ParseResult.KeepAlive _ -> assertThat(new String(bytes).isBlank()).isTrue();
        }
    }

    private static void assertAccessorsAnswer(SipMessage message) {
        assertThat(message.topVia().host()).isNotEmpty();
        assertThat(message.from().text()).isNotEmpty();
        assertThat(message.to().text()).isNotEmpty();
        assertThat(message.callId()).isNotEmpty();
        assertThat(message.cseq().text()).isNotEmpty();
        assertThat(message.vias()).isNotEmpty();
        assertThat(message.contacts()).isNotNull();
        assertThat(message.routes()).isNotNull();
        assertThat(message.contentType()).isNotNull();
        assertThat(message.startLine()).isNotEmpty();
        assertThat(message.body()).isNotNull();
        message.headers().forEach(header -> assertThat(message.headers().values(header.name())).isNotNull());
        if (message instanceof SipRequest request) {
            byte[] stamped = request.withTopVia(request.topVia().withParameter("received", "192.0.2.1")).toBytes();
            assertThat(parse(stamped)).isInstanceOf(ParseResult.Parsed.class);
            byte[] answer = SipResponse.to(request, 200).toTag("t").build().toBytes();
            assertThat(Wire.message(parse(answer)).toTag()).isPresent();
        }
    }

    private static void assertAnswerable(Optional<Headers> answerable) {
        answerable.ifPresent(
                headers -> assertThat(SipResponse.to(headers, 400).toTag("t").build().toBytes()).isNotEmpty());
    }

    private static byte[] damaged(byte[] bytes, List<Edit> edits) {
        byte[] damaged = bytes;
        for (Edit edit : edits) {
            int at = edit.at % Math.max(1, damaged.length);
            damaged = switch (edit.kind) {
                case 0 -> overwritten(damaged, at, edit.value);
                case 1 -> joined(damaged, at, new byte[]{edit.value}, at);
                case 2 -> joined(damaged, at, new byte[0], Math.min(damaged.length, at + 1));
                default -> joined(damaged, at, Arrays.copyOfRange(damaged, at, Math.min(damaged.length, at + 20)), at);
            };
        }
        return damaged;
    }

    private static byte[] overwritten(byte[] bytes, int at, byte value) {
        byte[] copy = bytes.clone();
        if (at < copy.length) {
            copy[at] = value;
        }
        return copy;
    }

    private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(bytes, to + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
        return joined;
    }
}
