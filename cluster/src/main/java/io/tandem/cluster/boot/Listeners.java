package io.tandem.cluster.boot;

import io.tandem.call.Attempt;
import io.tandem.call.CallListener;
import io.tandem.call.CallView.EndCause;
import io.tandem.call.Transferral;
import io.tandem.media.session.SessionStats;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import java.time.Duration;
import java.util.Optional;

/** Two listeners where calls know one. */
record Listeners(CallListener first, CallListener second) implements CallListener {

    @Override
    public void started(CallSummary call) {
        first.started(call);
        second.started(call);
    }

    @Override
    public void changed(CallSummary call) {
        first.changed(call);
        second.changed(call);
    }

    @Override
    public void ringing(CallSummary call, Duration sinceInvite) {
        first.ringing(call, sinceInvite);
        second.ringing(call, sinceInvite);
    }

    @Override
    public void answered(CallSummary call, Duration sinceInvite) {
        first.answered(call, sinceInvite);
        second.answered(call, sinceInvite);
    }

    @Override
    public void tried(String trunk, Attempt attempt) {
        first.tried(trunk, attempt);
        second.tried(trunk, attempt);
    }

    @Override
    public void callerWithoutNumber(String trunk, CallerPolicy done) {
        first.callerWithoutNumber(trunk, done);
        second.callerWithoutNumber(trunk, done);
    }

    @Override
    public void transferred(Transferral.Kind kind, Transferral.Outcome outcome) {
        first.transferred(kind, outcome);
        second.transferred(kind, outcome);
    }

    @Override
    public void oneWay(String trunk) {
        first.oneWay(trunk);
        second.oneWay(trunk);
    }

    @Override
    public void heard(String trunk, SessionStats.EndStats figures, Optional<Double> mos) {
        first.heard(trunk, figures, mos);
        second.heard(trunk, figures, mos);
    }

    @Override
    public void ended(CallSummary call, EndCause cause, Duration talkTime) {
        first.ended(call, cause, talkTime);
        second.ended(call, cause, talkTime);
    }

    @Override
    public void resumed(CallSummary call) {
        first.resumed(call);
        second.resumed(call);
    }

    @Override
    public void left(CallId call) {
        first.left(call);
        second.left(call);
    }
}
