package io.tandem.ops.query;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What the ops port answers about the cluster: its nodes, their drains, its service addresses. */
final class ClusterRoutes {
    private static final String CLUSTER = "/ops/cluster";
    private static final String DRAIN = "/ops/drain";
    private static final String ADDRESSES = "/ops/addresses/";
    private static final String HAND_BACK = "/hand-back";

    private final ClusterDesk desk;

    ClusterRoutes(ClusterDesk desk) {
        this.desk = desk;
    }

    /** Empty where the path is none of these. */
    Optional<CompletionStage<Answer>> answer(Question question) {
        String path = question.path();
        if (path.equals(CLUSTER) && reads(question)) {
            return Optional.of(desk.view().thenApply(view -> new Answer.Json(200, view)));
        }
        if (path.equals(DRAIN)) {
            return Optional.of(drain(question));
        }
        if (path.startsWith(ADDRESSES) && path.endsWith(HAND_BACK)
                && path.length() > ADDRESSES.length() + HAND_BACK.length()) {
            return Optional.of(handBack(question));
        }
        return Optional.empty();
    }

    private static boolean reads(Question question) {
        return question.method().equals("GET") || question.method().equals("HEAD");
    }

    private CompletionStage<Answer> drain(Question question) {
        Optional<String> node = question.query().getOrDefault("node", List.of()).stream().findFirst();
        return switch (question.method()) {
            case "GET", "HEAD" -> shown(node, 200);
            case "POST" -> ordered(desk.drain(node), DRAIN, _ -> shown(node, 202));
            case "DELETE" -> ordered(desk.undrain(node), DRAIN, _ -> shown(node, 202));
            default -> now(Answer.notAllowed("GET, HEAD, POST, DELETE",
                    "POST drains a node, DELETE takes that back, GET shows it", question.method()));
        };
    }

    private CompletionStage<Answer> shown(Optional<String> node, int status) {
        return desk.view().thenApply(view -> {
            String name = node.orElse(view.self());
            Optional<ClusterView.Node> found = view.members()
                    .stream()
                    .filter(one -> one.node().equals(name))
                    .findFirst();
            return found.<Answer>map(one -> new Answer.Json(status, one))
                    .orElseGet(() -> Answer.failure(404, "NodeNotFound",
                            "no such node; " + CLUSTER + " lists them, as host:port", name));
        });
    }

    private CompletionStage<Answer> handBack(Question question) {
        String address = question.path()
                .substring(ADDRESSES.length(), question.path().length() - HAND_BACK.length());
        if (!question.method().equals("POST")) {
            return now(Answer.notAllowed("POST", "POST hands the address back", question.method()));
        }
        return ordered(desk.handBack(address), address, _ -> desk.view()
                .thenApply(view -> new Answer.Json(202, view.serviceAddresses()
                        .stream()
                        .filter(one -> one.id().equals(address))
                        .findFirst()
                        .orElseThrow())));
    }

    private static CompletionStage<Answer> ordered(CompletionStage<ClusterDesk.Outcome> order, String target,
            Function<ClusterDesk.Outcome, CompletionStage<Answer>> then) {
        return order.thenCompose(outcome -> switch (outcome) {
            case ClusterDesk.Outcome.Taken taken -> then.apply(taken);
            case ClusterDesk.Outcome.Unknown(String message) ->
                    now(Answer.failure(404, "NotFound", message, target));
            case ClusterDesk.Outcome.Impossible(String message) ->
                    now(Answer.failure(409, "Conflict", message, target));
        }).exceptionallyCompose(failure -> late(failure, target));
    }

    private static CompletionStage<Answer> late(Throwable failure, String target) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof TimeoutException
                ? now(Answer.failure(504, "ClusterSilent",
                        "whoever keeps the book of service addresses did not answer in time; ask again", target))
                : CompletableFuture.failedStage(failure);
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
