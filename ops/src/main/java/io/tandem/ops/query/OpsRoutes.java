package io.tandem.ops.query;

import io.tandem.call.CallView;
import io.tandem.ops.health.Health;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.trace.PacketStore;
import io.tandem.port.CallId;
import io.tandem.port.CallSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the ops port answers to what, without the HTTP library. Thread-safe. */
public final class OpsRoutes {
    static final String CALLS = "/ops/calls";
    private static final String LADDER = "ladder";
    private static final String PATHS = "there are /ops/health/live, /ops/health/ready, /ops/metrics, /ops/trunks, "
            + "/ops/cluster, /ops/drain, /ops/addresses/{id}/hand-back, /ops/calls, /ops/calls/{callId} and "
            + "/ops/calls/{callId}/ladder";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String SVG = "image/svg+xml";

    /** How a call is asked about itself; a call that is over answers from the journal. Empty: no such call. */
    @FunctionalInterface
    public interface CallSource extends Function<CallId, CompletionStage<Optional<CallView>>> {}

    record Live(String status, Instant startedAt, Duration uptime) {}

    record Ready(String status, List<Health.CheckReport> checks) {}

    record TrunkList(List<TrunkView> value) {}

    /** @param silentNodes nodes that did not answer in time; absent when all did */
    record CallPage(List<CallSummary> value, Optional<String> nextLink, Optional<List<String>> silentNodes) {}

    private final Health health;
    private final TandemMetrics metrics;
    private final CallList.Source lists;
    private final ClusterRoutes cluster;
    private final CallSource calls;
    private final Consumer<CallId> ending;
    private final Duration patience;
    private final Supplier<List<TrunkView>> trunks;
    private final Optional<PacketStore> packets;

    /**
     * @param lists the calls of all nodes
     * @param ending ends a call by hand
     * @param patience how long a call may take to answer before the asker gets 504
     * @param trunks each trunk as it stands
     * @param packets the messages of calls; empty where none are kept
     * @param cluster how the cluster stands, and the way to steer it
     */
    public OpsRoutes(Health health, TandemMetrics metrics, CallList.Source lists, CallSource calls,
            Consumer<CallId> ending, Duration patience, Supplier<List<TrunkView>> trunks,
            Optional<PacketStore> packets, ClusterDesk cluster) {
        this.cluster = new ClusterRoutes(cluster);
        this.packets = packets;
        this.trunks = trunks;
        this.health = health;
        this.metrics = metrics;
        this.lists = lists;
        this.calls = calls;
        this.ending = ending;
        this.patience = patience;
    }

    CompletionStage<Answer> answer(Question question) {
        return cluster.answer(question).orElseGet(() -> other(question));
    }

    private CompletionStage<Answer> other(Question question) {
        if (question.method().equals("DELETE") && isOneCall(question.path())) {
            return asked(question.path().substring(CALLS.length() + 1), this::end);
        }
        if (!question.method().equals("GET") && !question.method().equals("HEAD")) {
            return now(Answer.notAllowed(isOneCall(question.path()) ? "GET, HEAD, DELETE" : "GET, HEAD",
                    "only GET is allowed here, and DELETE of one call", question.method()));
        }
        return switch (question.path()) {
            case "/ops/health/live" -> now(live());
            case "/ops/health/ready" -> now(ready());
            case "/ops/metrics" -> now(new Answer.Text(200, TandemMetrics.CONTENT_TYPE, metrics.scrape()));
            case "/ops/trunks" -> now(new Answer.Json(200, new TrunkList(trunks.get())));
            case CALLS -> list(question);
            default -> oneCall(question);
        };
    }

    private Answer live() {
        Health.Liveness liveness = health.liveness();
        return new Answer.Json(200, new Live("live", liveness.startedAt(), liveness.uptime()));
    }

    private Answer ready() {
        Health.Readiness readiness = health.readiness();
        return readiness.ready()
                ? new Answer.Json(200, new Ready("ready", readiness.checks()))
                : new Answer.Json(503, new Ready("not ready", readiness.checks()));
    }

    private CompletionStage<Answer> list(Question question) {
        CallListQuery query = CallListQuery.of(question.query());
        if (!query.errors().isEmpty()) {
            return now(new Answer.Failure(400, new Answer.ErrorBody("InvalidQuery", "the query cannot be answered: "
                    + query.errors().getFirst().message(), CALLS, query.errors())));
        }
        return lists.page(query.filter(), query.after(), query.skip(), query.top())
                .thenApply(page -> new Answer.Json(200, new CallPage(page.calls(),
                        page.more() ? Optional.of(query.next(CallCursor.of(page.calls().getLast()))) : Optional.empty(),
                        page.silent().isEmpty() ? Optional.empty() : Optional.of(page.silent()))));
    }

    private CompletionStage<Answer> oneCall(Question question) {
        String[] parts = question.path().split("/", -1);
        boolean ofCall = parts.length > 3 && question.path().startsWith(CALLS + "/");
        if (ofCall && parts.length == 4) {
            return asked(parts[3], call -> new Answer.Json(200, call));
        }
        if (ofCall && parts.length == 5 && parts[4].equals(LADDER)) {
            return ladder(parts[3], question);
        }
        return now(Answer.failure(404, "NotFound", "nothing is here; " + PATHS, question.path()));
    }

    private CompletionStage<Answer> ladder(String id, Question question) {
        Optional<LadderStyle> style = LadderStyle.of(question);
        if (style.isEmpty()) {
            return now(Answer.failure(400, "InvalidQuery", LadderStyle.RIGHT, question.path()));
        }
        return asked(id, call -> drawn(call, style.get()));
    }

    private Answer drawn(CallView call, LadderStyle style) {
        Ladder ladder = LadderPlan.of(call, style.fullNumbers());
        if (style.svg()) {
            return new Answer.Text(200, SVG, LadderSvg.draw(ladder));
        }
        String messages = style.messages() ? PacketText.of(call, packets, style.fullNumbers()) : "";
        return new Answer.Text(200, TEXT, LadderText.draw(ladder) + messages);
    }

    private CompletionStage<Answer> asked(String text, Function<CallView, Answer> show) {
        Optional<CallId> id = CallId.parse(text);
        if (id.isEmpty()) {
            return now(Answer.failure(400, "InvalidCallId",
                    "a call id has " + CallId.LENGTH + " characters, digits and small letters", text));
        }
        CompletableFuture<Optional<CallView>> said = calls.apply(id.get()).toCompletableFuture().copy();
        said.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        // Drawn on another thread than the call's own, which has calls to carry.
        return said.thenApplyAsync(found -> found.map(show).orElseGet(() -> unknown(text)))
                .exceptionally(
                        failure -> unanswered(text, failure));
    }

    private static boolean isOneCall(String path) {
        return path.startsWith(CALLS + "/") && path.indexOf('/', CALLS.length() + 1) < 0;
    }

    /** Both sides get a BYE, or the caller a refusal: the call ends as soon as they have answered. */
    private Answer end(CallView call) {
        if (call.state().equals("Ended")) {
            return Answer.failure(409, "CallEnded", "the call is over already", call.id().value());
        }
        ending.accept(call.id());
        return new Answer.Json(202, call);
    }

    private static Answer unknown(String id) {
        return Answer.failure(404, "CallNotFound",
                "no call of that id is up or in the journal; " + CALLS + " lists the calls that are up", id);
    }

    private static Answer unanswered(String id, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause instanceof TimeoutException
                ? Answer.failure(504, "CallSilent", "the call did not answer in time; ask again", id)
                : Answer.failure(503, "CallUnavailable", "the call cannot be asked now: " + cause, id);
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
