package io.tandem.call;

import io.tandem.call.CallView.TimelineEntry;
import io.tandem.call.CallView.TraceEntry;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in a call, told line by line as it happens: its SIP messages and its decisions, for the timeline and
 * the ladder. Kept as text, because it is written for every message and read for hardly any call.
 * <p>
 * A line is {@code <µs since the start> <kind> …}: {@code N words} a note, {@code M leg > flags cseq|summary} a message;
 * {@code >} is sent by us, {@code <} received; flags are {@code s} (carries SDP) and {@code e} (handled at the edge).
 * Not thread-safe. Bounded: past {@link #LIMIT_CHARS} only a last line says that it was cut.
 */
public final class Story {
    static final int LIMIT_CHARS = 32_768;

    private final Instant start;
    private final StringBuilder text = new StringBuilder(640);
    private int drained;

    public Story(Instant start) {
        this.start = start;
    }

    /** Tells again what was told before a restart. */
    public void recall(String told) {
        text.append(told);
        drained = text.length();
    }

    /** What was told since the last drain: what the next event journals. */
    public String drain() {
        String told = text.substring(drained);
        drained = text.length();
        return told;
    }

    public void note(Instant at, String what) {
        if (begin(at)) {
            text.append("N ").append(what.replace('\n', ' ').replace('\r', ' ')).append('\n');
        }
    }

    /** An INVITE that comes for the place of one of the call's legs. @param leg the new one's number */
    public void joined(int leg, CallInput.InviteReceived invite, Instant at) {
        message(at, leg, false, invite.invite(), false);
        if (!BetweenCalls.isThere(invite.flow())) {
            line(at, leg, true, "e", invite.invite().cseq().text(), "100 Trying");
        }
    }

    /** Tells an input, as far as it is a message. */
    public void told(CallInput input, Instant at) {
        switch (input) {
            case CallInput.InviteReceived invite -> {
                message(at, 0, false, invite.invite(), false);
                line(at, 0, true, "e", invite.invite().cseq().text(), "100 Trying");
            }
            case CallInput.RequestReceived request -> message(at, legOfTo(request.request()), false, request.request(),
                    false);
            case CallInput.AckReceived(SipRequest ack) -> message(at, legOfTo(ack), false, ack, false);
            case CallInput.CancelReceived cancel -> {
                message(at, 0, false, cancel.cancel(), true);
                line(at, 0, true, "e", cancel.cancel().cseq().text(), "200 OK");
            }
            case CallInput.ResponseReceived received -> response(at, received.response(), received.flow());
            case CallInput.StrayAnswerReceived stray -> response(at, stray.response(), stray.flow());
            case CallInput.TransactionTimedOut timeout -> note(at, "no response to " + timeout.transaction().method());
            case CallInput.TransportFailed failed -> note(at,
                    failed.transaction().method() + " could not be sent: " + failed.reason());
            case CallInput.AckMissing _ -> note(at, "the caller never acknowledged the answer");
            case CallInput.TimerExpired expired -> note(at, "timer " + expired.timer());
            case CallInput.JournalFailed failed -> note(at, "journal failed: " + failed.reason());
            case CallInput.HangUp hangUp -> note(at, "hang-up ordered: " + hangUp.reason());
            case CallInput.NumberFound _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.TargetsFound _,
                    CallInput.MediaAnswered _,
                    CallInput.Resumed _,
                    CallInput.Stopping _ ->
                    {
                    }
        }
    }

    /** Tells an order, as far as it is a message or a note. */
    public void told(CallEffect effect, Instant at) {
        switch (effect) {
            case CallEffect.Respond respond -> message(at, respond.leg(), true, respond.response(), false);
            case CallEffect.SendRequest send -> message(at, send.leg(), true, send.request(), false);
            case CallEffect.SendAck ack -> message(at, ack.leg(), true, ack.ack(), false);
            case CallEffect.Cancel cancel -> line(at, cancel.leg(), true, "e", "CANCEL", "CANCEL");
            case CallEffect.Note(String what) -> note(at, what);
            case CallEffect.TellCall(CallId _, CallInput said) -> said(at, said);
            case CallEffect.FindNumber _,
                    CallEffect.KeepCallBack _,
                    CallEffect.FindTargets _,
                    CallEffect.RestTarget _,
                    CallEffect.Tried _,
                    CallEffect.CallerWithoutNumber _,
                    CallEffect.Transferred _,
                    CallEffect.OpenMedia _,
                    CallEffect.Describe _,
                    CallEffect.Protect _,
                    CallEffect.CloseMedia _,
                    CallEffect.WatchMedia _,
                    CallEffect.OneWay _,
                    CallEffect.StartTimer _,
                    CallEffect.StopTimer _,
                    CallEffect.Reached _,
                    CallEffect.Finish _ ->
                    {
                    }
        }
    }

    /** What goes to another call ({@link BetweenCalls}) is as much a message as what goes to a peer. */
    private void said(Instant at, CallInput input) {
        switch (input) {
            case CallInput.InviteReceived invite ->
                    message(at, legOfFrom(invite.invite()), true, invite.invite(), false);
            case CallInput.RequestReceived request ->
                    message(at, legOfFrom(request.request()), true, request.request(), false);
            case CallInput.AckReceived(SipRequest ack) -> message(at, legOfFrom(ack), true, ack, false);
            case CallInput.CancelReceived cancel ->
                    line(at, legOfFrom(cancel.cancel()), true, "", cancel.cancel().cseq().text(), "CANCEL");
            case CallInput.ResponseReceived received -> message(at,
                    Math.max(0, received.response().toTag().map(CallId::legOfTag).orElse(0)), true,
                    received.response(), false);
            case CallInput.StrayAnswerReceived _,
                    CallInput.TransactionTimedOut _,
                    CallInput.TransportFailed _,
                    CallInput.AckMissing _,
                    CallInput.TimerExpired _,
                    CallInput.JournalFailed _,
                    CallInput.HangUp _,
                    CallInput.NumberFound _,
                    CallInput.FarSideAsked _,
                    CallInput.FarSideFound _,
                    CallInput.FarSideReturned _,
                    CallInput.MediaSilent _,
                    CallInput.TargetsFound _,
                    CallInput.MediaAnswered _,
                    CallInput.Resumed _,
                    CallInput.Stopping _ ->
                    {
                    }
        }
    }

    private static int legOfFrom(SipRequest request) {
        return Math.max(0, request.fromTag().map(CallId::legOfTag).orElse(0));
    }

    private void response(Instant at, SipResponse response, Flow flow) {
        int leg = Math.max(0, response.fromTag().map(CallId::legOfTag).orElse(0));
        message(at, leg, false, response, false);
        boolean refused = response.status() >= 300 && response.cseq().method().equals(SipMethod.INVITE);
        if (refused && !BetweenCalls.isThere(flow)) {
            line(at, leg, true, "e", response.cseq().number() + " ACK", "ACK");
        }
    }

    private static int legOfTo(SipRequest request) {
        return Math.max(0, request.toTag().map(CallId::legOfTag).orElse(0));
    }

    private void message(Instant at, int leg, boolean sent, SipMessage message, boolean atEdge) {
        String flags = (Sessions.mayDescribe(message) ? "s" : "") + (atEdge ? "e" : "");
        String summary = switch (message) {
            case SipRequest request -> request.method().name();
            case SipResponse response -> response.status() + " " + response.reason();
        };
        line(at, leg, sent, flags, message.cseq().text(), summary);
    }

    private void line(Instant at, int leg, boolean sent, String flags, String cseq, String summary) {
        if (begin(at)) {
            text.append("M ")
                    .append(leg)
                    .append(sent ? " > " : " < ")
                    .append(flags)
                    .append(' ')
                    .append(cseq)
                    .append(
                            '|')
                    .append(summary.indexOf('\n') < 0 ? summary : "")
                    .append('\n');
        }
    }

    private boolean begin(Instant at) {
        if (text.length() >= LIMIT_CHARS) {
            return false;
        }
        Duration since = Duration.between(start, at);
        text.append(since.getSeconds() * 1_000_000 + since.getNano() / 1_000).append(' ');
        if (text.length() >= LIMIT_CHARS) {
            text.append("N told too long, the rest is left out\n");
            return false;
        }
        return true;
    }

    /** @param transfers those of the call: from the first one on a leg's number no longer says whose side it is */
    public List<TimelineEntry> timeline(List<Transferral> transfers) {
        int firstNewcomer = transfers.isEmpty() ? Integer.MAX_VALUE : transfers.getFirst().target();
        List<TimelineEntry> entries = new ArrayList<>();
        for (Line line : lines()) {
            if (line.kind == 'N') {
                entries.add(new TimelineEntry(line.at, line.rest));
            } else {
                TraceEntry entry = entry(line);
                entries.add(new TimelineEntry(line.at, (entry.inbound() ? "received " : "sent ") + entry.summary()
                        + side(entry.leg(), firstNewcomer)));
            }
        }
        return entries;
    }

    private static String side(int leg, int firstNewcomer) {
        if (leg >= firstNewcomer) {
            return ", leg " + leg;
        }
        return leg == 0 ? ", caller's side" : ", called side";
    }

    public List<TraceEntry> trace() {
        return lines().stream().filter(line -> line.kind == 'M').map(Story::entry).toList();
    }

    private static TraceEntry entry(Line line) {
        int leg = line.rest.indexOf(' ');
        int flags = line.rest.indexOf(' ', leg + 3);
        int bar = line.rest.indexOf('|', flags);
        String flagged = line.rest.substring(leg + 3, flags);
        return new TraceEntry(line.at, Integer.parseInt(line.rest.substring(0, leg)),
                line.rest.charAt(leg + 1) == '<', line.rest.substring(bar + 1), line.rest.substring(flags + 1, bar),
                flagged.contains("s"), flagged.contains("e"));
    }

    private record Line(Instant at, char kind, String rest) {}

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (String line : text.toString().split("\n")) {
            int space = line.indexOf(' ');
            if (space > 0 && line.length() > space + 3) {
                long micros = Long.parseLong(line.substring(0, space));
                lines.add(new Line(start.plusNanos(micros * 1_000), line.charAt(space + 1), line.substring(space + 3)));
            }
        }
        return lines;
    }
}
