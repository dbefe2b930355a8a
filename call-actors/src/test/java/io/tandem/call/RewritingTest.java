package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.interworking.rules.MessageRule;
import io.tandem.interworking.rules.MessageRules;
import io.tandem.interworking.rules.Patterns;
import io.tandem.interworking.rules.RuleAction;
import io.tandem.interworking.rules.RuleAction.Section;
import io.tandem.interworking.rules.RuleCondition;
import io.tandem.interworking.rules.RuleCondition.Kind;
import io.tandem.interworking.rules.Template;
import io.tandem.interworking.rules.TrunkRules;
import io.tandem.port.PeerGroup;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** F-22: where a call's messages meet the rules of their trunks, and what its timeline says of that. */
class RewritingTest {
    private static final HeaderName X_A = HeaderName.of("X-A");
    private static final RuleAction ADD = new RuleAction.Add(X_A, new Template("1"));

    @Test
    @Tag("F-22")
    void theCallReadsWhatTheInboundRulesOfItsTrunkLeave() {
        CallOnPaper call = call(inbound(rule("ring", RuleCondition.ALWAYS,
                new RuleAction.Set(HeaderName.ALERT_INFO, Optional.empty(), new Template("<urn:alert:x>")),
                new RuleAction.RemoveLines(Section.AUDIO, Patterns.of("^a=rtpmap:0")))), TrunkRules.NONE);
        call.invited();

        assertThat(call.sentInvite().request().headers().first(HeaderName.ALERT_INFO)).contains("<urn:alert:x>");
        assertThat(notes(call)).contains(
                "inbound rule \"ring\" of core: set Alert-Info, removed a=rtpmap of audio");
        assertThat(call.all(CallEffect.Note.class)).as("before what the call decides")
                .first()
                .extracting(
                        CallEffect.Note::what)
                .asString()
                .startsWith("inbound rule");
    }

    @Test
    @Tag("F-22")
    void whatTheCallSendsIsRewrittenByTheRulesOfTheTrunkThatGetsIt() {
        CallOnPaper call = call(outbound(rule("to-core", RuleCondition.ALWAYS, ADD)),
                outbound(rule("to-teams", requests(SipMethod.INVITE), ADD,
                        new RuleAction.AddLine(Section.AUDIO, "a=ptime:20"))));
        call.answered();

        assertThat(call.sentInvite().request().headers().all(X_A)).containsExactly("1");
        assertThat(new String(call.sentInvite().request().body(), StandardCharsets.UTF_8)).contains("a=ptime:20");
        SipResponse answer = call.responses(CallOnPaper.INVITE_TX).getLast();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().all(X_A)).containsExactly("1");
        assertThat(call.all(CallEffect.SendAck.class)).singleElement()
                .satisfies(ack -> assertThat(ack.ack().headers().contains(X_A)).as("the rule is for INVITE").isFalse());
        assertThat(notes(call)).contains("outbound rule \"to-teams\" of teams: added X-A, added a=ptime to audio",
                "outbound rule \"to-core\" of core: added X-A");
    }

    @Test
    void inAnAnsweredCallEachSideKeepsItsRules() {
        CallOnPaper call = call(TrunkRules.NONE, outbound(rule("to-teams", requests(SipMethod.BYE), ADD)));
        call.answered().forget().on(call.fromCaller("BYE", 2));

        assertThat(call.sent(SipMethod.BYE, 1)).singleElement()
                .satisfies(bye -> assertThat(bye.request().headers().all(X_A)).containsExactly("1"));
        assertThat(call.all(CallEffect.Respond.class)).allSatisfy(
                ok -> assertThat(ok.response().headers().contains(X_A)).isFalse());
    }

    @Test
    void responsesAreReadThroughTheRulesOfTheTrunkThatGaveThem() {
        RuleCondition refusals = new RuleCondition(Kind.RESPONSE, Set.of(),
                List.of(new RuleCondition.StatusRange(400, 499)), Optional.empty(), Optional.empty());
        CallOnPaper call = call(TrunkRules.NONE, inbound(rule("cause", refusals,
                new RuleAction.Set(HeaderName.REASON, Optional.empty(), new Template("Q.850;cause=17")))));
        call.invited().calleeSays(486, "");

        assertThat(call.responses(CallOnPaper.INVITE_TX).getLast().headers().first(HeaderName.REASON)).contains(
                "Q.850;cause=17");
        assertThat(notes(call)).contains("inbound rule \"cause\" of teams: set Reason");
    }

    @Test
    void aRefusalOfOursIsRewrittenTooThoughThereWasNoCallYet() {
        CallOnPaper call = call(outbound(rule("r", RuleCondition.ALWAYS, ADD)), TrunkRules.NONE);
        call.on(CallOnPaper.invite("none", CallOnPaper.OFFER));

        assertThat(call.responses(CallOnPaper.INVITE_TX)).singleElement()
                .satisfies(refusal -> assertThat(refusal.headers().all(X_A)).containsExactly("1"));
    }

    @Test
    void aTrunkWithoutRulesGetsWhatTheCallWroteAndNothingIsNoted() {
        CallOnPaper call = call(TrunkRules.NONE, outbound(rule("never", requests(SipMethod.REFER), ADD)));
        call.answered();

        assertThat(call.sentInvite().request().headers().contains(X_A)).isFalse();
        assertThat(notes(call)).noneMatch(note -> note.contains("rule"));
    }

    private static List<String> notes(CallOnPaper call) {
        return call.all(CallEffect.Note.class).stream().map(CallEffect.Note::what).toList();
    }

    private static RuleCondition requests(SipMethod method) {
        return new RuleCondition(Kind.REQUEST, Set.of(method), List.of(), Optional.empty(), Optional.empty());
    }

    private static MessageRule rule(String name, RuleCondition when, RuleAction... actions) {
        return new MessageRule(name, when, List.of(actions));
    }

    private static TrunkRules inbound(MessageRule rule) {
        return new TrunkRules(new MessageRules(List.of(rule)), MessageRules.NONE);
    }

    private static TrunkRules outbound(MessageRule rule) {
        return new TrunkRules(MessageRules.NONE, new MessageRules(List.of(rule)));
    }

    private static CallOnPaper call(TrunkRules core, TrunkRules teams) {
        return new CallOnPaper(with(CallOnPaper.CORE, core), with(CallOnPaper.TEAMS, teams));
    }

    private static PeerGroup with(PeerGroup group, TrunkRules rules) {
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(),
                group.numbers(), group.probing(), rules);
    }
}
