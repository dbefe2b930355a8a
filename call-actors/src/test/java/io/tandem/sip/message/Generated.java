package io.tandem.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages and their parts, drawn from the whole of the grammar. */
final class Generated {
    private static final String ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private Generated() {}

    static Arbitrary<String> tokens() {
        return Arbitraries.strings().withChars(ALPHANUMERIC + "-.!%*_+`'~").ofMinLength(1).ofMaxLength(12);
    }

    static Arbitrary<String> hosts() {
        return Arbitraries.oneOf(Arbitraries.strings()
                .withChars(ALPHANUMERIC)
                .ofMinLength(1)
                .ofMaxLength(10)
                .map(
                        label -> label + ".example.com"),
                Arbitraries.of("192.0.2.7", "[2001:db8::1]", "[::ffff:192.0.2.1]",
                        "h"));
    }

    static Arbitrary<Integer> ports() {
        return Arbitraries.integers().between(-1, 65_535);
    }

    static Arbitrary<String> users() {
        Arbitrary<String> plain = Arbitraries.strings()
                .withChars(ALPHANUMERIC + "-_.!~*'()&=+$,;?/")
                .ofMinLength(
                        1)
                .ofMaxLength(10);
        return Combinators.combine(plain, Arbitraries.of("", "%40", "%00", "%c3%A9")).as((a, b) -> a + b);
    }

    static Arbitrary<Parameters> uriParameters() {
        Arbitrary<String> word = Arbitraries.strings()
                .withChars(ALPHANUMERIC + "-_.!~*'()[]/:&+$")
                .ofMinLength(
                        1)
                .ofMaxLength(8);
        Arbitrary<String> one = Combinators.combine(word, word.injectNull(0.4))
                .as((name, value) -> value == null
                        ? ";" + name
                        : ";" + name + "=" + value);
        return one.list().ofMaxSize(4).map(all -> Parameters.ofText(String.join("", all)));
    }

    static Arbitrary<String> unicode() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(12)
                .filter(text -> StandardCharsets.UTF_8.newEncoder()
                        .canEncode(
                                text)
                        && text.indexOf('\r') < 0 && text.indexOf('\n') < 0);
    }

    static Arbitrary<Parameters> headerParameters() {
        return Combinators.combine(tokens(), Arbitraries.oneOf(tokens(), unicode(), Arbitraries.of("[::1]", "a=b")))
                .as(
                        (name, value) -> Parameters.EMPTY.with(name, value))
                .list()
                .ofMaxSize(3)
                .map(all -> Parameters.ofText(
                        String.join("", all.stream().map(Parameters::text).toList())));
    }

    static Arbitrary<SipUri> sipUris() {
        return Combinators.combine(Arbitraries.of(true, false), users().injectNull(0.2), users().injectNull(0.8),
                hosts(), ports(), uriParameters(), Arbitraries.of("", "a=b", "subject=x%20y&to=z"))
                .as(
                        (secure, user,
                                password, host, port, parameters, headers) -> new SipUri(secure,
                                        Optional.ofNullable(user),
                                        user == null
                                                ? Optional.empty()
                                                : Optional.ofNullable(password)
                                                        .map(word -> word.replaceAll(
                                                                "[/;?]", "")),
                                        host, port, parameters, headers));
    }

    static Arbitrary<Uri> uris() {
        Arbitrary<Uri> tel = Combinators.combine(Arbitraries.of("+", ""),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(15), uriParameters())
                .as(
                        (plus, digits, parameters) -> new TelUri(plus + digits,
                                parameters));
        Arbitrary<Uri> other = Combinators.combine(Arbitraries.of("urn", "soap.beep", "x+1"), tokens())
                .as(
                        OtherUri::new);
        return Arbitraries.oneOf(sipUris().map(uri -> uri), tel, other);
    }

    static Arbitrary<Address> addresses() {
        return Combinators.combine(unicode().injectNull(0.5), uris(), headerParameters())
                .as((name, uri,
                        parameters) -> new Address(Optional.ofNullable(name), uri, parameters));
    }

    static Arbitrary<Via> vias() {
        return Combinators.combine(Arbitraries.of("UDP", "TCP", "TLS", "X"), hosts(), ports(), headerParameters())
                .as(
                        Via::new);
    }

    static Arbitrary<Header> extensionHeaders() {
        return Combinators.combine(tokens().map(token -> "X-" + token), unicode().map(String::strip))
                .as((name,
                        value) -> new Header(HeaderName.of(name), value));
    }

    static Arbitrary<SipRequest> requests() {
        Arbitrary<SipMethod> methods = Arbitraries.oneOf(Arbitraries.of(SipMethod.INVITE, SipMethod.BYE, SipMethod.ACK,
                SipMethod.UPDATE), tokens().map(SipMethod::of));
        return Combinators.combine(methods, uris().map(Generated::withoutHeaders), vias(), addresses(), addresses(),
                tokens(), extensionHeaders().list().ofMaxSize(5),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60)).as(Generated::request);
    }

    static Arbitrary<SipResponse> responses() {
        return Combinators.combine(requests(), Arbitraries.integers().between(100, 699), tokens())
                .as((request, status,
                        tag) -> SipResponse.to(request, status).toTag(tag).build());
    }

    private static Uri withoutHeaders(Uri uri) {
        return uri instanceof SipUri sip ? sip.withoutHeaders() : uri;
    }

    private static SipRequest request(SipMethod method, Uri uri, Via via, Address from, Address to, String callId,
            List<Header> extensions, byte[] body) {
        SipRequest.Builder builder = SipRequest.builder(method, uri)
                .maxForwards(70)
                .from(from)
                .to(to)
                .callId(
                        callId)
                .cseq(new CSeq(7, method))
                .contact(to)
                .body("application/x", body);
        extensions.forEach(header -> builder.add(header.name(), header.value()));
        return builder.build().withVia(via);
    }
}
