package io.tandem.ops.query;

import io.tandem.call.Attempt;
import io.tandem.call.CallView;
import io.tandem.call.CallView.LegView;
import io.tandem.call.CallView.TraceEntry;
import io.tandem.call.Transferral;
import io.tandem.ops.query.Ladder.Column;
import io.tandem.ops.query.Ladder.Kind;
import io.tandem.ops.query.Ladder.Row;
import io.tandem.tenant.number.PhoneNumber;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Lays a call's trace out as a ladder. */
final class LadderPlan {
    /** A silence of this length is worth a row of its own. */
    private static final long PAUSE_MICROS = 1_000_000;

    private final CallView call;
    private final boolean fullNumbers;
    /** Leg numbers in the order of their columns, without Tandem's. */
    private final List<Integer> legs;

    private LadderPlan(CallView call, boolean fullNumbers) {
        this.call = call;
        this.fullNumbers = fullNumbers;
        TreeSet<Integer> numbers = new TreeSet<>();
        numbers.add(0);
        call.legs().forEach(leg -> numbers.add(leg.number()));
        call.trace().forEach(entry -> numbers.add(entry.leg()));
        this.legs = List.copyOf(numbers);
    }

    /** @param fullNumbers show telephone numbers whole, not only their last three digits */
    static Ladder of(CallView call, boolean fullNumbers) {
        LadderPlan plan = new LadderPlan(call, fullNumbers);
        return new Ladder(plan.title(), plan.facts(), plan.columns(), plan.rows());
    }

    private String title() {
        return safe("Call " + call.id() + ": " + call.calling() + " to " + call.called() + ", " + call.state());
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        StringBuilder times = new StringBuilder("started ").append(call.startedAt().truncatedTo(ChronoUnit.MILLIS));
        call.answeredAt().ifPresent(at -> times.append(", answered after ").append(Ladder.span(since(at))));
        call.endedAt().ifPresent(at -> times.append(", ended after ").append(Ladder.span(since(at))));
        facts.add(times.toString());
        call.cause()
                .ifPresent(cause -> facts.add(safe("released by " + cause.side() + ": " + cause.status()
                        + ", Q.850 cause " + cause.q850() + ", " + cause.reason())));
        facts.add(safe(call.account().map(account -> "account " + account).orElse("no account")
                + call.service().map(service -> ", service " + service).orElse("")
                + (call.decision().isEmpty() ? "" : ", " + call.decision())));
        return List.copyOf(facts);
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (int leg : legs) {
            columns.add(column(leg));
        }
        columns.add(Ladder.TANDEM, new Column("tandem", ""));
        return List.copyOf(columns);
    }

    private Column column(int number) {
        for (LegView leg : call.legs()) {
            if (leg.number() == number) {
                return new Column(safe(leg.peer()), safe(leg.peerGroup()));
            }
        }
        for (Transferral transfer : call.transfers()) {
            if (transfer.by() == number) {
                return new Column(safe(transfer.peer()), safe(transfer.peerGroup()));
            }
        }
        for (Attempt attempt : call.failedAttempts()) {
            if (attempt.leg() == number) {
                return new Column(safe(attempt.peer()), safe(call.legs().getLast().peerGroup()));
            }
        }
        return new Column(number == 0 ? "caller" : "leg " + number, "");
    }

    private List<Row> rows() {
        int mediaAfter = mediaAfter();
        List<Row> rows = new ArrayList<>();
        List<TraceEntry> trace = call.trace();
        for (int i = 0; i < trace.size(); i++) {
            if (i > 0) {
                long silence = ChronoUnit.MICROS.between(trace.get(i - 1).at(), trace.get(i).at());
                if (silence >= PAUSE_MICROS) {
                    rows.add(new Row.Pause(silence));
                }
            }
            rows.add(message(i + 1, trace.get(i)));
            if (i == mediaAfter) {
                rows.add(new Row.Media(mediaLabel(), answeredColumn()));
            }
        }
        return List.copyOf(rows);
    }

    private Row message(int number, TraceEntry entry) {
        int peer = column(entry);
        return new Row.Message(number, since(entry.at()), entry.inbound() ? peer : Ladder.TANDEM,
                entry.inbound() ? Ladder.TANDEM : peer, label(entry), kind(entry), entry.atEdge());
    }

    private int column(TraceEntry entry) {
        int index = legs.indexOf(entry.leg());
        return index == 0 ? 0 : index + 1;
    }

    /** The start line, told apart where it would be ambiguous: {@code 200 OK (BYE)}, {@code INVITE (sdp)}. */
    private String label(TraceEntry entry) {
        String method = entry.cseq().substring(entry.cseq().indexOf(' ') + 1);
        boolean ofInvite = kind(entry) == Kind.REQUEST || method.equals("INVITE");
        return safe(entry.summary() + (ofInvite ? "" : " (" + method + ")") + (entry.sdp() ? " (sdp)" : ""));
    }

    private static Kind kind(TraceEntry entry) {
        String line = entry.summary();
        if (line.length() < 3 || line.charAt(0) < '1' || line.charAt(0) > '6' || line.charAt(1) > '9') {
            return Kind.REQUEST;
        }
        return switch (line.charAt(0)) {
            case '1' -> Kind.PROVISIONAL;
            case '2' -> Kind.SUCCESS;
            default -> Kind.FAILURE;
        };
    }

    /** The audio starts when the answer has been acknowledged everywhere; -1 when there is none to draw. */
    private int mediaAfter() {
        if (call.media().isEmpty() || call.answeredAt().isEmpty()) {
            return -1;
        }
        int after = -1;
        for (int i = 0; i < call.trace().size(); i++) {
            TraceEntry entry = call.trace().get(i);
            if (entry.summary().equals("BYE")) {
                break;
            }
            boolean relayed = entry.leg() == 0 && !entry.inbound() && kind(entry) == Kind.SUCCESS
                    && entry.cseq().endsWith("INVITE");
            if (relayed || isAck(entry)) {
                after = i;
            }
        }
        return after;
    }

    private static boolean isAck(TraceEntry entry) {
        return entry.summary().equals("ACK") && !entry.atEdge();
    }

    private int answeredColumn() {
        int column = columns().size() - 1;
        for (TraceEntry entry : call.trace()) {
            if (isAck(entry) && entry.leg() > 0) {
                column = column(entry);
            }
        }
        return column;
    }

    private String mediaLabel() {
        Optional<String> codec = call.media().flatMap(media -> media.codecs().stream().findFirst());
        return safe(codec.map(name -> "RTP " + name).orElse("RTP"));
    }

    private long since(Instant at) {
        return ChronoUnit.MICROS.between(call.startedAt(), at);
    }

    /** What a peer wrote must neither steer a terminal nor show a number that shall be hidden. */
    private String safe(String text) {
        String hidden = fullNumbers ? text : hide(hide(text, call.calling()), call.called());
        StringBuilder safe = new StringBuilder(hidden.length());
        hidden.codePoints().forEach(c -> safe.appendCodePoint(isPrintable(c) ? c : '?'));
        return safe.toString();
    }

    private static String hide(String text, String number) {
        return number.length() < 4 ? text : text.replace(number, PhoneNumber.mask(number));
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
