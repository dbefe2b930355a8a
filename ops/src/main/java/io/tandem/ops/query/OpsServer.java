package io.tandem.ops.query;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ops port: {@link OpsRoutes} over HTTP. */
public final class OpsServer {
    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);

    /** Answers show who calls whom: nobody keeps them, and a drawing runs nothing. */
    private static final List<HttpHeader> SAFETY = List.of(RawHeader.create("Cache-Control", "no-store"),
            RawHeader.create("X-Content-Type-Options", "nosniff"), RawHeader.create("Vary", "Accept"),
            RawHeader.create("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"));

    private final ServerBinding binding;

    private OpsServer(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * Opens the port.
     *
     * @param port 0: any free one
     * @return fails when the address is taken or not ours
     */
    public static CompletionStage<OpsServer> bind(ActorSystem<?> system, String host, int port, OpsRoutes routes) {
        // Reading all figures or sorting all calls takes milliseconds: never on a thread that carries calls.
        Executor aside = system.dispatchers().lookup(DispatcherSelector.blocking());
        Function<HttpRequest, CompletionStage<HttpResponse>> handler = request -> {
            request.discardEntityBytes(system);
            return CompletableFuture.supplyAsync(() -> question(request), aside)
                    .thenComposeAsync(routes::answer,
                            aside)
                    .thenApplyAsync(OpsServer::response, aside)
                    .exceptionally(OpsServer::broken);
        };
        return Http.get(system).newServerAt(host, port).bind(handler).thenApply(OpsServer::new);
    }

    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no more questions, answers those under way, and is gone at the deadline at the latest. */
    public CompletionStage<Done> stop(Duration deadline) {
        return binding.terminate(deadline).thenApply(_ -> Done.getInstance());
    }

    private static Question question(HttpRequest request) {
        Map<String, List<String>> query = new HashMap<>();
        request.getUri()
                .query()
                .toList()
                .forEach(
                        pair -> query.computeIfAbsent(pair.first(), _ -> new ArrayList<>()).add(pair.second()));
        String accept = request.getHeader("Accept").map(HttpHeader::value).orElse("");
        return new Question(request.method().value(), request.getUri().path(), query, accept);
    }

    private static HttpResponse response(Answer answer) {
        return switch (answer) {
            case Answer.Json json -> with(json.status(), ContentTypes.APPLICATION_JSON, OpsJson.text(json.body()));
            case Answer.Failure failure ->
                    with(failure.status(), ContentTypes.APPLICATION_JSON, OpsJson.error(failure.error()));
            case Answer.NotAllowed wrong ->
                    with(wrong.status(), ContentTypes.APPLICATION_JSON, OpsJson.error(wrong.error()))
                            .addHeader(RawHeader.create("Allow", wrong.allow()));
            case Answer.Text text -> with(text.status(), ContentTypes.parse(text.contentType()), text.body());
        };
    }

    private static HttpResponse with(int status, ContentType type, String body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .addHeaders(SAFETY)
                .withEntity(
                        HttpEntities.create(type, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A bug of ours: the asker gets an answer all the same, and the log the trace. */
    private static HttpResponse broken(Throwable failure) {
        LOG.error("a question on the ops port could not be answered", failure);
        return response(Answer.failure(500, "InternalError", "this is a bug; the log tells more", "ops"));
    }
}
