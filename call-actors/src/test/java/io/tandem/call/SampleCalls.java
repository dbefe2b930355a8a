package io.tandem.call;

import io.tandem.leg.Leg;
import io.tandem.media.session.MediaEnd;
import io.tandem.media.session.SessionStats;
import io.tandem.media.session.SessionStats.EndStats;
import io.tandem.port.NumberDirectory.Lookup;
import io.tandem.port.Service;
import io.tandem.port.TrunkSessions;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.SipUri;
import java.util.List;
import java.util.Optional;

/** Events of one ordinary call, the same in every run. */
public final class SampleCalls {
    private SampleCalls() {}

    /** An answered call whose first two peers could not take it; the same events as {@link #events}. */
    public static List<CallEvent> hunted() {
        CallOnPaper call = new CallOnPaper();
        call.peers = 3;
        call.invited().targetSays(1, 503, "").targetIsSilent(2).targetSays(3, 200, CallOnPaper.ANSWER);
        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(3));
        return List.of(asFirstStored(call.events.getFirst().told("", Optional.empty())),
                asFirstStored(call.events.getLast().told("", Optional.empty())));
    }

    /** An answered call that the caller ended: one {@code CallAnswered}, one {@code CallEnded}. */
    public static List<CallEvent> events() {
        CallOnPaper call = new CallOnPaper();
        call.lookup = new Lookup.Held("+441632960000", "acme", Service.OPERATOR_CONNECT, Optional.empty());
        call.answered();
        call.on(call.fromCaller("BYE", 2)).on(call.byeAnswered(1));
        return List.of(asFirstStored(call.events.getFirst().told("0 M 0 < s 1 INVITE|INVITE\n", Optional.empty())),
                asFirstStored(call.events.getLast()
                        .told("10000 N over\n", Optional.of(new SessionStats(
                                new EndStats("192.0.2.1:20000", "10.0.0.9:4000", true, 50, 8_000, 49, 7_840, 1, 0, 0,
                                        0.25, 1,
                                        1),
                                new EndStats("192.0.2.1:20002", "10.0.0.8:6000", true, 49, 7_840, 50, 8_000, 0, 1, 2,
                                        1.5, 1,
                                        1))))));
    }

    /** A call that its caller has put on hold: its {@code SessionChanged}. */
    public static CallEvent held() {
        CallOnPaper call = new CallOnPaper();
        call.lookup = new Lookup.Held("+441632960000", "acme", Service.OPERATOR_CONNECT, Optional.empty());
        call.talking().on(call.fromCaller("INVITE", 2, CallOnPaper.OFFER + "a=sendonly\n"));
        call.reinvited(1, 200, CallOnPaper.ANSWER + "a=recvonly\n");
        return call.events.getLast().told("20000 N held by caller\n", Optional.empty());
    }

    /** A call in which another phone has answered than the one that the caller was told of: its {@code CallAnswered}. */
    public static CallEvent owing() {
        CallOnPaper call = new CallOnPaper().invited();
        call.calleeSays(183, CallOnPaper.ANSWER);
        call.on(new CallInput.ResponseReceived(call.sentInvite().transaction(), CallOnPaper.response(
                call.sentInvite().request(), 200, "other", CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 0")
                        .replace("8 PCMA", "0 PCMU")),
                CallOnPaper.MPS_FLOW));
        return call.events.getLast();
    }

    /** A call whose transferred side is owed an offer of its new party's media: its {@code SessionChanged}. */
    public static CallEvent.SessionChanged owingANewParty() {
        CallOnPaper call = new CallOnPaper().talking().on(BlindTransferTest.refer(BlindTransferTest.PSTN));
        call.targetSays(2, 200, CallOnPaper.ANSWER.replace("RTP/AVP 8", "RTP/AVP 0").replace("8 PCMA", "0 PCMU"));
        return (CallEvent.SessionChanged) call.events.getLast();
    }

    /** As builds wrote it that did not keep which dialog a transfer had ended. */
    public static CallEvent withoutGoneTags(CallEvent.SessionChanged changed) {
        Transferral done = changed.facts().transfers().getLast();
        CallFacts now = changed.facts();
        CallFacts facts = new CallFacts(now.id(), now.startedAt(), now.calling(), now.called(), now.inboundGroup(),
                now.account(), now.service(), now.outboundGroup(), now.decision(), now.failedAttempts(),
                now.emergency(), now.provisioned(), List.of(new Transferral(done.by(), done.peer(), done.peerGroup(),
                        done.target(), done.to(), done.status(), "")));
        return new CallEvent.SessionChanged(facts, changed.answeredAt(), changed.caller(), changed.callee(),
                changed.media(), changed.owed(), changed.story());
    }

    /** A call whose sessions are refreshed: its {@code CallAnswered}. */
    public static CallEvent timed() {
        CallOnPaper call = new CallOnPaper(CallOnPaper.timed(TrunkSessions.Timer.OFFER, CallOnPaper.CORE),
                CallOnPaper.timed(TrunkSessions.Timer.OFFER, CallOnPaper.TEAMS));
        call.invited().targetSays(1, 200, CallOnPaper.ANSWER, "Min-SE: 120", "Session-Expires: 600;refresher=uas");
        return call.events.getLast();
    }

    /** The samples are from builds whose From towards the called side had no {@code user=phone} yet. */
    private static CallEvent asFirstStored(CallEvent event) {
        return switch (event) {
            case CallEvent.CallAnswered answered -> new CallEvent.CallAnswered(answered.facts(), answered.answeredAt(),
                    answered.caller(), answered.callee().with(asFirstStored(answered.callee().dialog())),
                    asFirstStored(answered.media()), answered.story());
            case CallEvent.SessionChanged changed -> changed;
            case CallEvent.CallEnded ended -> new CallEvent.CallEnded(ended.facts(), ended.answeredAt(),
                    ended.endedAt(), ended.cause(), ended.legs().stream().map(SampleCalls::asFirstStored).toList(),
                    ended.media().map(SampleCalls::asFirstStored), ended.stats(), ended.story());
        };
    }

    /** They did not keep what the called side was told either. */
    private static CallMedia asFirstStored(CallMedia media) {
        return media.telling(MediaEnd.CALLEE, new CallMedia.Told("", 1));
    }

    private static Leg.Closed asFirstStored(Leg.Closed leg) {
        return leg.number() == 0
                ? leg
                : new Leg.Closed(leg.number(), leg.path(), leg.dialog().map(SampleCalls::asFirstStored));
    }

    private static Dialog asFirstStored(Dialog dialog) {
        SipUri uri = ((SipUri) dialog.local().uri()).withoutParameter("user");
        return new Dialog(dialog.id(), dialog.role(), dialog.confirmed(), dialog.local().withUri(uri), dialog.remote(),
                dialog.remoteTarget(), dialog.routeSet(), dialog.localCSeq(), dialog.remoteCSeq(), dialog.secure());
    }
}
