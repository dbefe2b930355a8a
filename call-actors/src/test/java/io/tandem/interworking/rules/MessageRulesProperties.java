package io.tandem.interworking.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.interworking.rules.RuleAction.Section;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** F-22: whatever the rules, what leaves them is still a message, of the same transaction and the same dialog. */
class MessageRulesProperties {
    private static final List<HeaderName> UNTOUCHED = List.of(HeaderName.VIA, HeaderName.CSEQ, HeaderName.CALL_ID,
            HeaderName.CONTENT_TYPE, HeaderName.ROUTE, HeaderName.RECORD_ROUTE, HeaderName.MAX_FORWARDS);
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"
            + "c=IN IP4 10.0.0.9\r\na=rtpmap:8 PCMA/8000\r\na=ptime:20\r\n";
    private static final SipMessage INVITE = parsed(("""
            INVITE sip:+441632960000@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1
            Via: SIP/2.0/UDP 10.0.0.8;branch=z9hG4bK2
            Max-Forwards: 70
            Route: <sip:r.example;lr>
            Record-Route: <sip:rr.example;lr>
            From: "A" <sip:+441632960111@core.example>;tag=caller
            To: <sip:+441632960000@192.0.2.1>;tag=called
            Call-ID: c
            CSeq: 1 INVITE
            Contact: <sip:caller@10.0.0.9:5070>
            X-A: one;p=1
            X-A: "two"
            Reason: Q.850;cause=16
            Content-Type: application/sdp
            Content-Length: %d

            """.formatted(SDP.length()).replace("\n", "\r\n") + SDP).getBytes(StandardCharsets.UTF_8));

    @Property(tries = 2000)
    @Tag("TRAP-41")
    void aRewrittenMessageIsReadAgainAndIsStillTheSameRequest(@ForAll("rules") List<RuleAction> actions) {
        SipMessage rewritten = new MessageRules(List.of(new MessageRule("r", RuleCondition.ALWAYS, actions)))
                .apply(INVITE)
                .message();
        SipMessage read = parsed(rewritten.toBytes());

        for (HeaderName header : UNTOUCHED) {
            assertThat(read.headers().all(header)).as(header.canonical()).isEqualTo(INVITE.headers().all(header));
        }
        assertThat(read.fromTag()).isEqualTo(INVITE.fromTag());
        assertThat(read.toTag()).isEqualTo(INVITE.toTag());
        assertThat(read.contacts().orElse(List.of())).singleElement()
                .extracting(contact -> contact.uri().text())
                .isEqualTo("sip:caller@10.0.0.9:5070");
        assertThat(((SipRequest) read).requestUri()).isEqualTo(((SipRequest) INVITE).requestUri());
        assertThat(read.body()).isEqualTo(rewritten.body());
        assertThat(new String(read.body(), StandardCharsets.UTF_8)).contains("v=0\r\no=",
                "m=audio 4000 RTP/AVP 8\r\nc=");
    }

    @Provide
    Arbitrary<List<RuleAction>> rules() {
        Arbitrary<HeaderName> header = Arbitraries.of("X-A", "x-b", "Reason", "Subject", "s", "Contact", "From", "t",
                "Via", "CSeq", "i", "l", "Content-Type", "Route", "Record-Route", "Max-Forwards").map(HeaderName::of);
        Arbitrary<Template> value = Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab$01;=<>\"\\,@: é\r\n\t\0").ofMaxLength(24),
                Arbitraries.of("<sip:x@y>;tag=forged", "$0$1", "sip:x@y;tag=z", "\"q\" <sip:a@b>", "*", ""))
                .map(Template::new);
        Arbitrary<Optional<TextPattern>> matches = Arbitraries.of("", "(.*)", "^(.)", "tag=(\\w+)", "nothing like it")
                .map(Patterns::of)
                .optional();
        Arbitrary<String> parameter = Arbitraries.of("p", "tag", "cause", "lr");
        Arbitrary<Section> section = Arbitraries.of(Section.class);
        Arbitrary<RuleAction> action = Arbitraries.oneOf(Combinators.combine(header, value).as(RuleAction.Add::new),
                Combinators.combine(header, matches, value).as(RuleAction.Set::new),
                Combinators.combine(header, parameter, value).as(RuleAction.SetParameter::new),
                Combinators.combine(header, matches).as(RuleAction.Remove::new),
                Combinators.combine(header, parameter).as(RuleAction.RemoveParameter::new),
                Combinators.combine(header, header).as(RuleAction.Rename::new),
                Combinators.combine(header.map(Source.Rows::new), header, matches, value).as(RuleAction.Copy::new),
                Combinators.combine(section, Arbitraries.of("a=x", "b=AS:1")).as(RuleAction.AddLine::new),
                Combinators.combine(section, Arbitraries.of("", "^a=", "^[mc]=").map(Patterns::of))
                        .as(
                                RuleAction.RemoveLines::new));
        return action.list().ofMinSize(1).ofMaxSize(12);
    }

    private static SipMessage parsed(byte[] wire) {
        return switch (SipParser.parse(wire)) {
            case ParseResult.Parsed(SipMessage message) -> message;
            case ParseResult other -> throw new AssertionError(
                    other + " of\n" + new String(wire, StandardCharsets.UTF_8));
        };
    }
}
