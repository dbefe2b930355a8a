package io.tandem.interworking.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.interworking.rules.MessageRules.Applied;
import io.tandem.interworking.rules.MessageRules.Outcome;
import io.tandem.interworking.rules.RuleAction.Section;
import io.tandem.interworking.rules.RuleCondition.Kind;
import io.tandem.interworking.rules.RuleCondition.StatusRange;
import io.tandem.interworking.rules.RuleCondition.Subject;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F-22: what an operator's rules do to one message. */
class MessageRulesTest {
    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 10.0.0.9
            s=-
            b=AS:80
            t=0 0
            a=group:BUNDLE 1
            m=audio 4000 RTP/AVP 8 101
            c=IN IP4 10.0.0.9
            a=rtpmap:8 PCMA/8000
            a=ptime:20
            a=maxptime:40
            m=video 0 RTP/AVP 99
            a=ptime:30
            """;
    private static final HeaderName X_A = HeaderName.of("X-A");
    private static final HeaderName X_B = HeaderName.of("X-B");

    @Test
    void addsOneMoreRowBehindThoseThatAreThere() {
        assertThat(after(invite("X-A: one"), add("X-A", "two")).headers().all(X_A)).containsExactly("one", "two");
    }

    @Test
    void setsTheOneRowInThePlaceOfAll() {
        SipMessage set = after(invite("X-A: one", "X-A: two"), set("X-A", "three"));
        assertThat(set.headers().all(X_A)).containsExactly("three");
        assertThat(after(invite(), set("X-A", "new")).headers().all(X_A)).containsExactly("new");
    }

    @Test
    void setsOnlyTheRowsThatMatchWithWhatTheirGroupsHold() {
        RuleAction set = new RuleAction.Set(X_A, matches("^(\\d+)-(\\d+)$"), new Template("$2/$1$$"));
        assertThat(after(invite("X-A: 1-2", "X-A: none", "X-A: 3-4"), set).headers().all(X_A)).containsExactly("2/1$",
                "none", "4/3$");
        assertThat(after(invite(), set).headers().contains(X_A)).isFalse();
    }

    @Test
    void removesAllRowsOrThoseThatMatch() {
        SipMessage message = invite("X-A: keep", "X-A: drop this", "X-A: drop that");
        assertThat(after(message, new RuleAction.Remove(X_A, matches("^drop"))).headers().all(X_A)).containsExactly(
                "keep");
        assertThat(after(message, new RuleAction.Remove(X_A, Optional.empty())).headers().contains(X_A)).isFalse();
    }

    @Test
    void renamesAllRowsBehindThoseOfTheOtherName() {
        SipMessage renamed = after(invite("X-A: 1", "X-B: 0", "X-A: 2"), new RuleAction.Rename(X_A, X_B));
        assertThat(renamed.headers().contains(X_A)).isFalse();
        assertThat(renamed.headers().all(X_B)).containsExactly("0", "1", "2");
    }

    @Test
    void copiesWithCapturesAndLeavesWhatItCopied() {
        RuleAction copy = new RuleAction.Copy(Source.of("X-A"), X_B, matches("id=(\\w+)"), new Template("was $1"));
        SipMessage copied = after(invite("X-A: id=a", "X-A: none", "X-A: id=b"), copy);
        assertThat(copied.headers().all(X_A)).hasSize(3);
        assertThat(copied.headers().all(X_B)).containsExactly("was a", "was b");
        RuleAction whole = new RuleAction.Copy(Source.of("request-uri"), X_B, Optional.empty(), Template.WHOLE);
        assertThat(after(invite(), whole).headers().all(X_B)).containsExactly("sip:+441632960000@192.0.2.1");
    }

    @Test
    void setsAndRemovesParametersOutsideQuotesAndBrackets() {
        SipMessage message = invite("Reason: Q.850;cause=16;text=\"a;cause=1\"", "X-A: <sip:a@b;p=1>;p=2, <sip:c@d>");
        assertThat(after(message, new RuleAction.SetParameter(HeaderName.REASON, "CAUSE", new Template("31")))
                .headers()
                .first(HeaderName.REASON)).contains("Q.850;CAUSE=31;text=\"a;cause=1\"");
        assertThat(after(message, new RuleAction.RemoveParameter(HeaderName.REASON, "text")).headers()
                .first(HeaderName.REASON)).contains("Q.850;cause=16");
        assertThat(apply(message, new RuleAction.RemoveParameter(X_A, "p")).message()).as("a list is left alone")
                .isSameAs(message);
    }

    @Test
    void knowsAHeaderInEachOfItsForms() {
        SipMessage message = invite("s: compact", "SUBJECT: capitals", "x-a: small");
        assertThat(after(message, new RuleAction.Remove(HeaderName.of("subject"), Optional.empty())).headers()
                .contains(HeaderName.SUBJECT)).isFalse();
        assertThat(after(message, set("X-A", "found")).headers().all(X_A)).containsExactly("found");
        assertThat(after(message, new RuleAction.Rename(HeaderName.of("S"), X_B)).headers().all(X_B)).containsExactly(
                "compact", "capitals");
    }

    @Test
    void writesNoRowThatWouldBeEmpty() {
        RuleAction nothing = new RuleAction.Set(X_A, matches("^()x"), new Template("$1"));
        assertThat(after(invite("X-A: x"), nothing).headers().contains(X_A)).isFalse();
        assertThat(after(invite(), add("X-A", "  ")).headers().contains(X_A)).isFalse();
    }

    @Test
    void fillsTemplatesFromTheConditionWhereTheActionHasNoPattern() {
        RuleCondition when = new RuleCondition(Kind.REQUEST, Set.of(), List.of(),
                Optional.of(new Subject(Source.of("Request-URI"), Optional.empty(), matches("sip:(\\+\\d+)@"))),
                Optional.empty());
        MessageRule rule = new MessageRule("called", when, List.of(add("X-A", "$1"), add("X-B", "$0")));
        SipMessage written = new MessageRules(List.of(rule)).apply(invite()).message();
        assertThat(written.headers().all(X_A)).containsExactly("+441632960000");
        assertThat(written.headers().all(X_B)).containsExactly("sip:+441632960000@");
    }

    @Test
    @Tag("F-22")
    void appliesAllRulesThatMatchEachToWhatThoseBeforeItMade() {
        MessageRule first = new MessageRule("first", RuleCondition.ALWAYS, List.of(add("X-A", "1")));
        MessageRule second = new MessageRule("second", when("X-A", "1"), List.of(set("X-A", "2")));
        MessageRule third = new MessageRule("third", when("X-A", "1"), List.of(add("X-B", "never")));
        Outcome outcome = new MessageRules(List.of(first, second, third)).apply(invite());
        assertThat(outcome.applied()).extracting(Applied::rule).containsExactly("first", "second");
        assertThat(outcome.message().headers().all(X_A)).containsExactly("2");
        assertThat(outcome.message().headers().contains(X_B)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ANY, INVITE, , true", "REQUEST, INVITE, , true", "RESPONSE, INVITE, , false", "ANY, BYE, , false",
            "ANY, INVITE, 200, false"})
    void isForTheRequestsThatItNames(Kind kind, String method, Integer status, boolean meant) {
        assertThat(meant(kind, method, status, invite())).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"ANY, INVITE, , true", "REQUEST, INVITE, , false", "RESPONSE, INVITE, 183, true",
            "RESPONSE, INVITE, 180, false", "RESPONSE, BYE, 183, false"})
    void isForTheResponsesThatItNamesByStatusAndByTheMethodThatTheyAnswer(Kind kind, String method, Integer status,
            boolean meant) {
        assertThat(meant(kind, method, status, progress())).isEqualTo(meant);
    }

    @Test
    void looksAtOneParameterAndForWhatIsNotThere() {
        RuleCondition cause = new RuleCondition(Kind.ANY, Set.of(), List.of(),
                Optional.of(new Subject(Source.of("Reason"), Optional.of("cause"), matches("^16$"))),
                Optional.of(X_A));
        assertThat(cause.captures(invite("Reason: Q.850;cause=16"))).isPresent();
        assertThat(cause.captures(invite("Reason: Q.850;cause=160"))).isEmpty();
        assertThat(cause.captures(invite("Reason: Q.850;cause=16", "x-a: 1"))).isEmpty();
    }

    @Test
    @Tag("F-67")
    void putsALineWhereItsTypeStands() {
        assertThat(sdp(new RuleAction.AddLine(Section.AUDIO, "a=sendrecv"))).contains(
                "a=maxptime:40\r\na=sendrecv\r\nm=video").containsOnlyOnce("sendrecv");
        assertThat(sdp(new RuleAction.AddLine(Section.AUDIO, "b=TIAS:64000"))).contains(
                "c=IN IP4 10.0.0.9\r\nb=TIAS:64000\r\na=rtpmap");
        assertThat(sdp(new RuleAction.AddLine(Section.SESSION, "a=tool:x"))).contains(
                "a=group:BUNDLE 1\r\na=tool:x\r\nm=audio");
        assertThat(sdp(new RuleAction.AddLine(Section.SESSION, "b=CT:99"))).contains("b=AS:80\r\nb=CT:99\r\nt=0 0");
    }

    @Test
    @Tag("F-67")
    void removesLinesOfOneSectionOnly() {
        assertThat(sdp(new RuleAction.RemoveLines(Section.AUDIO, Patterns.of("^a=(max)?ptime")))).doesNotContain(
                "ptime:20", "maxptime").contains("a=ptime:30");
        assertThat(sdp(new RuleAction.RemoveLines(Section.SESSION, Patterns.of("^b=")))).doesNotContain("b=AS");
    }

    @Test
    void neverTakesTheLinesThatSayWhereTheMediaIs() {
        String all = sdp(new RuleAction.RemoveLines(Section.AUDIO, Patterns.of("")));
        assertThat(all).contains("m=audio 4000 RTP/AVP 8 101\r\nc=IN IP4 10.0.0.9\r\nm=video");
        assertThat(sdp(new RuleAction.RemoveLines(Section.SESSION, Patterns.of("")))).startsWith(
                "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nt=0 0\r\nm=audio");
    }

    @Test
    void leavesABodyAloneThatIsNoSessionDescription() {
        SipMessage info = parse("INFO", "Content-Type: application/dtmf-relay", "a=ptime:20\n");
        assertThat(apply(info, new RuleAction.RemoveLines(Section.AUDIO, Patterns.of("ptime"))).message()).isSameAs(
                info);
        assertThat(apply(invite(), new RuleAction.AddLine(Section.SESSION, "a=x")).applied()).singleElement()
                .extracting(Applied::words)
                .isEqualTo("changes nothing");
    }

    /** The tag, and the header where it is a Contact's URI, is what our peers find the call by. */
    @Test
    void setsAPartyWithoutItsTagAndAParameterOfAContactOnly() {
        SipMessage other = after(invite(), set("From", "\"Ward 3\" <sip:ward3@example.com>;tag=forged"));
        assertThat(other.from().uri().text()).isEqualTo("sip:ward3@example.com");
        assertThat(other.fromTag()).contains("caller");
        assertThat(after(invite(), set("From", "no address <")).from().uri().text()).isEqualTo(
                "sip:+441632960111@core.example");
        SipMessage contact = after(invite(),
                new RuleAction.SetParameter(HeaderName.CONTACT, "x", new Template("1")), set("Contact", "<sip:a@b>"));
        assertThat(contact.headers().first(HeaderName.CONTACT)).contains("<sip:caller@10.0.0.9:5070>;x=1");
    }

    @Test
    void leavesThePartiesOfAResponseAlone() {
        assertThat(apply(progress(), set("From", "<sip:a@b>")).applied().getFirst().changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "v", "CSeq", "Call-ID", "i", "Content-Length", "l", "Content-Type", "Route",
            "Record-Route", "Max-Forwards", "RSeq", "RAck"})
    @Tag("F-22")
    @Tag("TRAP-41")
    void neverTouchesWhatTransactionsAndDialogsLiveBy(String header) {
        HeaderName name = HeaderName.of(header);
        SipMessage message = invite("Route: <sip:r;lr>", "Record-Route: <sip:rr;lr>", "RSeq: 1", "X-A: 1");
        for (RuleAction action : List.of(add(header, "1"), set(header, "1"),
                new RuleAction.Remove(name, Optional.empty()), new RuleAction.Rename(name, X_B),
                new RuleAction.Rename(X_A, name), new RuleAction.SetParameter(name, "a", new Template("b")),
                new RuleAction.Copy(Source.of("X-A"), name, Optional.empty(), Template.WHOLE))) {
            assertThat(apply(message, action).message()).as(action.toString()).isSameAs(message);
        }
        assertThat(Protection.ofHeader(name)).isPresent();
        assertThat(Protection.ofSet(name)).isPresent();
    }

    @Test
    void neverMakesMoreOfAMessageThanTheParserTakes() {
        RuleAction[] actions = new RuleAction[200];
        Arrays.fill(actions, add("X-A", "x".repeat(256)));
        SipMessage grown = apply(invite(), actions).message();
        assertThat(grown.headers().size()).isEqualTo(127);
        assertThat(SipParser.parse(after(invite(), Arrays.copyOf(actions, 20)).toBytes())).isInstanceOf(
                ParseResult.Parsed.class);
        RuleAction copies = new RuleAction.Copy(Source.of("X-A"), X_A, Optional.empty(), new Template("$0".repeat(8)));
        assertThat(apply(invite("X-A: " + "x".repeat(300)), copies).applied().getFirst().changes()).isEmpty();
    }

    @Test
    void saysWhatItDidWithoutWhatWasInThere() {
        Outcome outcome = apply(parse("INVITE", "X-A: +441632960111\r\nX-A: 2\r\nContent-Type: application/sdp", SDP),
                new RuleAction.Copy(Source.of("X-A"), X_B, Optional.empty(), Template.WHOLE),
                new RuleAction.Remove(X_A, Optional.empty()),
                new RuleAction.RemoveLines(Section.AUDIO, Patterns.of("^a=(max)?ptime")), add("X-C", "+4420"));
        assertThat(outcome.applied().getFirst().words()).isEqualTo(
                "copied X-A to X-B (2 rows), removed X-A (2 rows), removed a=ptime, a=maxptime of audio, added X-C");
    }

    private static RuleAction add(String header, String value) {
        return new RuleAction.Add(HeaderName.of(header), new Template(value));
    }

    private static RuleAction set(String header, String value) {
        return new RuleAction.Set(HeaderName.of(header), Optional.empty(), new Template(value));
    }

    private static Optional<TextPattern> matches(String regex) {
        return Optional.of(Patterns.of(regex));
    }

    private static RuleCondition when(String header, String regex) {
        return new RuleCondition(Kind.ANY, Set.of(), List.of(),
                Optional.of(new Subject(Source.of(header), Optional.empty(), matches(regex))), Optional.empty());
    }

    private static boolean meant(Kind kind, String method, Integer status, SipMessage message) {
        List<StatusRange> statuses = status == null ? List.of() : List.of(new StatusRange(status, status));
        return new RuleCondition(kind, Set.of(SipMethod.of(method)), statuses, Optional.empty(), Optional.empty())
                .captures(message)
                .isPresent();
    }

    private static Outcome apply(SipMessage message, RuleAction... actions) {
        return new MessageRules(List.of(new MessageRule("r", RuleCondition.ALWAYS, List.of(actions)))).apply(message);
    }

    /** As it is read where it arrives. */
    private static SipMessage after(SipMessage message, RuleAction... actions) {
        return read(apply(message, actions).message().toBytes());
    }

    private static String sdp(RuleAction action) {
        SipMessage written = after(parse("INVITE", "Content-Type: application/sdp", SDP), action);
        return new String(written.body(), StandardCharsets.UTF_8);
    }

    private static SipMessage invite(String... headers) {
        return parse("INVITE", String.join("\r\n", headers), "");
    }

    private static SipMessage parse(String method, String headers, String body) {
        return read(method + " sip:+441632960000@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:+441632960111@core.example>;tag=caller\r\n"
                + "To: <sip:+441632960000@192.0.2.1>\r\nCall-ID: c\r\nCSeq: 1 " + method
                + "\r\nContact: <sip:caller@10.0.0.9:5070>\r\n" + (headers.isEmpty() ? "" : headers + "\r\n"), body);
    }

    private static SipMessage progress() {
        return read("SIP/2.0 183 Session Progress\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n", "");
    }

    private static SipMessage read(String head, String body) {
        String lines = body.replace("\n", "\r\n");
        String text = head + "Content-Length: " + lines.length() + "\r\n\r\n" + lines;
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SipMessage read(byte[] wire) {
        return switch (SipParser.parse(wire)) {
            case ParseResult.Parsed(SipMessage message) -> message;
            case ParseResult other -> throw new AssertionError(
                    other + " of\n" + new String(wire, StandardCharsets.UTF_8));
        };
    }
}
