package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** NUM-23: display names are kept, quoted anew, UTF-8 to the last byte, and no longer than 128 bytes. */
@Tag("NUM-23")
class DisplayNameProperties {
    private static final int MOST_BYTES = 128;
    private static final Uri CALLER = SipUri.of("+441632960111", "core.example", -1);

    @Property(tries = 1000)
    void whateverTheCallerIsCalledWhatWeSendIsTheBeginningOfItAndFits(@ForAll("names") String name)
            throws CharacterCodingException {
        for (String header : sent(name)) {
            String quoted = header.substring(1, header.lastIndexOf("\" <"));
            String read = Address.parse(header).orElseThrow().displayName().orElseThrow();
            String shown = withoutControls(name);

            assertThat(quoted.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MOST_BYTES);
            assertThat(shown).startsWith(read);
            if (!read.equals(shown)) {
                assertThat(quoted.getBytes(StandardCharsets.UTF_8).length).as("no more than the next one was cut")
                        .isGreaterThan(MOST_BYTES - 4);
            }
        }
    }

    @Example
    void aNameThatFitsStaysAsItIs() throws CharacterCodingException {
        assertThat(sent("Zo\u00EB \"the\\voice\" \uD83D\uDE00")).allSatisfy(
                header -> assertThat(header).startsWith("\"Zo\u00EB \\\"the\\\\voice\\\" \uD83D\uDE00\" <sip:"));
    }

    @Example
    void aCodePointIsKeptWholeOrNotAtAll() throws CharacterCodingException {
        assertThat(sent("a".repeat(125) + "\uD83D\uDE00")).allSatisfy(
                header -> assertThat(header).startsWith("\"" + "a".repeat(125) + "\" <"));
        assertThat(sent("a".repeat(124) + "\uD83D\uDE00b")).allSatisfy(
                header -> assertThat(header).startsWith("\"" + "a".repeat(124) + "\uD83D\uDE00\" <"));
    }

    @Example
    void anEscapeIsKeptWholeOrNotAtAll() throws CharacterCodingException {
        assertThat(sent("a".repeat(127) + "\"b")).allSatisfy(
                header -> assertThat(header).startsWith("\"" + "a".repeat(127) + "\" <"));
    }

    @Example
    void bytesThatAreNoUtf8DoNotPass() throws CharacterCodingException {
        byte[] wire = new String(invite("XX").toBytes(), StandardCharsets.UTF_8).replace("XX", "\u00C3(")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(sent(CallOnPaper.parsed(wire))).allSatisfy(
                header -> assertThat(header).startsWith("\"\uFFFD(\" <sip:"));
    }

    /** From and P-Asserted-Identity of the INVITE that the called side gets, read from its bytes. */
    private static String[] sent(String name) throws CharacterCodingException {
        return sent(invite(name));
    }

    private static String[] sent(SipRequest received) throws CharacterCodingException {
        CallOnPaper call = new CallOnPaper();
        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, received, CallOnPaper.CORE_FLOW, "core", "core-1"));
        byte[] wire = call.sentInvite().request().toBytes();
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(wire)).toString(); // throws if it is none
        SipRequest sent = CallOnPaper.parsed(
                text.replaceFirst("\r\n", "\r\nVia: SIP/2.0/UDP 192.0.2.1:5061;branch=z9hG4bK1\r\n"));
        return new String[]{sent.headers().first(HeaderName.FROM).orElseThrow(),
                sent.headers().first(HeaderName.P_ASSERTED_IDENTITY).orElseThrow()};
    }

    private static SipRequest invite(String name) {
        String caller = Address.of(name, CALLER).text();
        return CallOnPaper.request("INVITE", "sip:+441632960000@192.0.2.1",
                caller + ";tag=caller\r\nP-Asserted-Identity: " + caller, "<sip:+441632960000@192.0.2.1>", 1,
                CallOnPaper.OFFER);
    }

    private static String withoutControls(String name) {
        return name.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Of any length around the limit; of all planes, with what has to be escaped more often than by chance. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<Integer> any = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE && c != '\r' && c != '\n');
        Arbitrary<Integer> often = Arbitraries.of((int) '"', (int) '\\', (int) ' ', (int) 'a', 0, 0x7F, 0xE9, 0x1F600);
        return Arbitraries.oneOf(any, often)
                .list()
                .ofMaxSize(160)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }
}
