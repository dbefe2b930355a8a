package io.tandem.cluster.failover;

import io.tandem.ops.lab.CallEvent;
import io.tandem.ops.lab.CallReport;
import io.tandem.ops.lab.Outcome;
import io.tandem.port.CallId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of the calls, from what their ends said.
 *
 * @param happenedNanos when the event was, by {@link System#nanoTime}
 * @param which what it was
 * @param records what the cluster keeps of a call
 * @param tell gets a line for each kind of fault
 */
record FailoverJudge(FailoverPlan plan, FailoverTraffic traffic, long happenedNanos, Happening which,
        Function<CallId, FailoverJudge.Kept> records, Consumer<String> tell) {
    private static final int MOST_TOLD = 40;

    /** Whether there is a record of a call's end, and whether it says that it was answered. */
    record Kept(boolean ended, boolean answered) {
        static final Kept NOTHING = new Kept(false, false);
    }

    /** The ends of one call. */
    private record Ends(int call, Optional<FailoverTraffic.Told> caller, List<FailoverTraffic.Told> callees) {

        boolean answered() {
            return caller.filter(told -> told.report().setUpNanos() >= 0).isPresent();
        }

        /** Whether the caller hung up, and was told that it is done. */
        boolean released() {
            return caller.map(told -> told.report().outcome())
                    .filter(outcome -> outcome instanceof Outcome.Released(var byUs, var _) && byUs)
                    .isPresent();
        }

        /** Whether the callee's end went as the caller's. */
        boolean releasedAtCallee() {
            return callees.stream()
                    .anyMatch(told -> told.report().outcome() instanceof Outcome.Released(var byUs, var _) && !byUs);
        }

        Outcome outcome() {
            return caller.map(told -> told.report().outcome()).orElse(new Outcome.Failed("no end in time"));
        }

        Optional<CallId> id() {
            return caller.flatMap(told -> told.report().gatewayCall());
        }

        List<FailoverTraffic.Told> all() {
            List<FailoverTraffic.Told> all = new ArrayList<>(callees);
            caller.ifPresent(all::add);
            return all;
        }

        /** re-INVITEs of the caller's that got a final response which is no 2xx. */
        long refusedSteps() {
            return caller.stream()
                    .flatMap(told -> told.report().events().stream())
                    .filter(event -> event instanceof CallEvent.StepRefused)
                    .count();
        }
    }

    FailoverFigures judge(List<FailoverTraffic.Told> told) {
        Map<String, List<FailoverTraffic.Told>> byKey = told.stream()
                .collect(Collectors.groupingBy(FailoverTraffic.Told::key));
        List<Ends> calls = new ArrayList<>();
        for (int call = 0; call < plan.calls(); call++) {
            calls.add(ends(call, byKey.getOrDefault(traffic.key(call), List.of())));
        }
        List<Ends> up = calls.stream().filter(call -> !plan.isNew(call.call) && call.answered()).toList();
        List<Ends> afterwards = calls.stream()
                .filter(call -> plan.isNew(call.call)
                        && traffic.placedNanos(call.call) - happenedNanos > which.newCallsAfter().toNanos())
                .toList();
        List<Ends> hit = up.stream()
                .filter(call -> plan.speaks(call.call) && which.hit().contains(FailoverPlan.node(call.call)))
                .toList();
        double[] gaps = hit.stream()
                .flatMap(call -> call.all().stream().map(end -> gapMillis(call, end)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double[] waits = hit.stream()
                .flatMap(call -> call.all().stream())
                .mapToDouble(FailoverJudge::waitMillis)
                .sorted()
                .toArray();
        RigFigures rig = RigFigures.of(told.stream().flatMap(end -> end.report().stamped().stream()).toList());
        tell.accept(which.label() + ": " + rig);
        explain("up", calls.stream().filter(call -> !plan.isNew(call.call)).toList());
        explain("begun before", calls.stream()
                .filter(call -> plan.isNew(call.call) && !afterwards.contains(call))
                .toList());
        explain("begun after", afterwards);
        List<Ends> answered = calls.stream().filter(Ends::answered).toList();
        calls.stream()
                .filter(call -> wrong(call, rig))
                .sorted(Comparator.comparing(this::onlyFailed)) // in a soak there are thousands of these
                .limit(MOST_TOLD)
                .forEach(this::tellOne);
        afterwards.stream()
                .filter(call -> call.answered() && !inTime(call))
                .limit(MOST_TOLD)
                .forEach(this::tellLate);
        afterwards.stream()
                .filter(FailoverJudge::failed)
                .forEach(call -> which.newCallFailed(traffic.placedNanos(call.call)));
        return new FailoverFigures(which.label(), up.size(), (int) up.stream().filter(this::lost).count(),
                percentile(gaps, 50), percentile(gaps, 99), percentile(waits, 99),
                (int) up.stream().mapToLong(this::inDialogFailed).sum(),
                afterwards.size(), (int) afterwards.stream().filter(call -> failed(call)).count(),
                afterwards.isEmpty()
                        ? Double.NaN
                        : afterwards.stream().filter(this::inTime).count() / (double) afterwards.size(),
                (int) answered.stream().filter(call -> recordsOf(call) == 0).count(),
                (int) answered.stream().filter(this::isDouble).count(),
                (int) answered.stream().filter(call -> unowned(call, rig)).count(), rig, which.figures());
    }

    private boolean wrong(Ends call, RigFigures rig) {
        return failed(call) || recordsOf(call) != 1 || isDouble(call) || !plan.isNew(call.call) && lost(call)
                || call.answered() && unowned(call, rig);
    }

    /** A new call that did not come about, and left nothing behind: what a node in trouble may do. */
    private boolean onlyFailed(Ends call) {
        return plan.isNew(call.call) && !call.answered() && recordsOf(call) <= 1;
    }

    /** When it was sent nobody knows: between when it was read and so long before as the rig reads late at the most. */
    private boolean unowned(Ends call, RigFigures rig) {
        int address = FailoverPlan.node(call.call);
        long read = traffic.placedNanos(call.call) + call.caller().orElseThrow().report().setUpNanos();
        return plan.isNew(call.call) && !which.mayAnswer(address, read)
                && !which.mayAnswer(address, read - (long) (rig.readLateMillis() * 1e6));
    }

    private static boolean failed(Ends call) {
        return !call.answered() || !call.released() || !call.releasedAtCallee();
    }

    /** Where to look: the call's id, its service address, when it was placed, and what its ends said. */
    private void tellOne(Ends call) {
        Instant placed = Instant.now().minusNanos(System.nanoTime() - traffic.placedNanos(call.call));
        tell.accept(
                "look at call " + call.id().map(CallId::value).orElse("without an id") + " (" + traffic.key(call.call)
                        + ") of address " + (char) ('a' + FailoverPlan.node(call.call)) + ", placed at " + placed + ": "
                        + call.outcome() + ", records " + recordsOf(call) + ", callees "
                        + call.callees.stream().map(told -> told.report().outcome().toString()).toList());
    }

    private static Ends ends(int call, List<FailoverTraffic.Told> told) {
        return new Ends(call, told.stream().filter(each -> each.report().caller()).findFirst(),
                told.stream().filter(each -> !each.report().caller()).toList());
    }

    /** The caller of a call that is lost has no word to say in it any more: somebody else ended it, or nobody did. */
    private boolean lost(Ends call) {
        boolean deaf = plan.speaks(call.call)
                && call.all().stream().anyMatch(told -> gapMillis(call, told) > 4 * FailoverPlan.LIMIT.toMillis());
        return deaf || !call.released() || !call.releasedAtCallee();
    }

    private long inDialogFailed(Ends call) {
        return call.refusedSteps() + (call.outcome() instanceof Outcome.Failed ? 1 : 0);
    }

    private boolean inTime(Ends call) {
        return call.answered() && call.caller().orElseThrow().report().setUpNanos() <= FailoverPlan.LIMIT.toNanos();
    }

    private void tellLate(Ends call) {
        tell.accept("late: call " + call.id().map(CallId::value).orElse("without an id") + ", placed "
                + (traffic.placedNanos(call.call) - happenedNanos) / 1_000_000
                + " ms after the beginning, answered after "
                + call.caller().orElseThrow().report().setUpNanos() / 1_000_000 + " ms");
    }

    private int recordsOf(Ends call) {
        return call.id().map(records).filter(Kept::ended).isPresent() ? 1 : 0;
    }

    /**
     * Whether a call would be paid twice. A peer that is refused tries the next address, and one that is not heard comes again: so one
     * call may be several to the gateway, each with its record, but only one that was answered.
     */
    private boolean isDouble(Ends call) {
        Set<CallId> ids = new HashSet<>();
        call.all().forEach(told -> told.report().gatewayCall().ifPresent(ids::add));
        return ids.size() > 1 && ids.stream().map(records).filter(Kept::answered).count() > 1;
    }

    /**
     * The longest silence at that end. In a time about the event in which the other end should have spoken and did not,
     * since this process was late, nobody knows what would have come over: that is taken for silence too.
     */
    private double gapMillis(Ends call, FailoverTraffic.Told end) {
        return call.all()
                .stream()
                .filter(other -> other.report().caller() != end.report().caller())
                .findFirst()
                .map(FailoverTraffic.Told::report)
                .filter(other -> end.report().silenceNanosFrom(other).isPresent())
                .map(other -> Math.max(end.report().silenceNanosFrom(other).orElseThrow(), unsaidNanos(other)) / 1e6)
                .orElseGet(() -> waitMillis(end));
    }

    private long unsaidNanos(CallReport speaker) {
        long until = happenedNanos + which.lasts().plus(FailoverPlan.LIMIT).toNanos();
        return speaker.stamped()
                .stream()
                .flatMap(stamped -> stamped.mouth().stalls().stream())
                .filter(stall -> stall.toNanos() - happenedNanos > 0 && until - stall.fromNanos() > 0)
                .mapToLong(stall -> stall.toNanos() - stall.fromNanos())
                .max()
                .orElse(0);
    }

    /** The longest time between two packets, or after the last one. */
    private static double waitMillis(FailoverTraffic.Told end) {
        return end.report()
                .stamped()
                .map(stamped -> stamped.ear().longestWaitNanos(stamped.closedNanos()) / 1e6)
                .orElse(Double.NaN);
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    private void explain(String which, List<Ends> calls) {
        Map<String, Integer> ends = new TreeMap<>();
        for (Ends call : calls) {
            String course = plan.isNew(call.call) ? "" : plan.course(call.call) + " ";
            String place = "address " + FailoverPlan.node(call.call) + ": ";
            String fate = (call.answered() ? "" : "not answered, ") + call.outcome()
                    + (call.releasedAtCallee()
                            ? ""
                            : ", callees: " + call.callees.stream()
                                    .map(told -> told.report().outcome().toString())
                                    .toList())
                    + (call.refusedSteps() == 0
                            ? ""
                            : ", re-INVITE refused: " + call.caller.orElseThrow().report().events())
                    + (plan.isNew(call.call) && call.answered() && !inTime(call) ? ", late" : "");
            ends.merge(place + course + fate, 1, Integer::sum);
        }
        ends.forEach((end, count) -> tell.accept(which + ", " + end + ": " + count));
    }
}
