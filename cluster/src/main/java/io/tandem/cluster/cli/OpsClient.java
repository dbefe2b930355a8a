package io.tandem.cluster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Asks the ops port of a running node. */
final class OpsClient implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final URI base;

    /** No answer that could be used: why, in words. */
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(message);
        }
    }

    /** @param base such as {@code http://127.0.0.1:9095} */
    OpsClient(URI base) {
        this.base = base;
    }

    /** The answer to a GET, as JSON. @param path with its query */
    JsonNode json(String path) throws Unanswered {
        return json(text(path), base);
    }

    /** Sends an order and waits until it is accepted. */
    JsonNode post(String path) throws Unanswered {
        return json(accepted(HttpRequest.newBuilder(base.resolve(path)).POST(BodyPublishers.noBody()), 202), base);
    }

    private static JsonNode json(String body, URI base) throws Unanswered {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new Unanswered(base + " answered something that is no JSON: is that the ops port of a node?");
        }
    }

    /** The answer to a GET, as it is. */
    String text(String path) throws Unanswered {
        return accepted(HttpRequest.newBuilder(base.resolve(path)), 200);
    }

    /** Sends a DELETE and waits until it is accepted. */
    void delete(String path) throws Unanswered {
        accepted(HttpRequest.newBuilder(base.resolve(path)).DELETE(), 202);
    }

    /** The address that a command was given; throws what the command line tells as a mistake. */
    static URI address(URI ops, CommandSpec command) {
        if (ops.getHost() == null || !"http".equals(ops.getScheme()) && !"https".equals(ops.getScheme())) {
            throw new ParameterException(command.commandLine(),
                    "--ops: found " + ops + "; right would be an address such as http://127.0.0.1:9095");
        }
        return ops;
    }

    private String accepted(HttpRequest.Builder request, int right) throws Unanswered {
        HttpResponse<String> response = send(request.timeout(ANSWER_LIMIT).build());
        if (response.statusCode() != right) {
            throw new Unanswered(refusal(response));
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest request) throws Unanswered {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException nobody) {
            throw new Unanswered("no node answers on " + base + "; --ops names another ops port (tandem.http.ops)");
        } catch (IOException broken) {
            throw new Unanswered("the node on " + base + " did not answer: " + Failures.words(broken));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted");
        }
    }

    /** The message of {@code {error:{code,message,...}}}, or the bare status. */
    private String refusal(HttpResponse<String> response) {
        try {
            JsonNode message = JSON.readTree(response.body()).path("error").path("message");
            if (message.isTextual()) {
                return message.textValue();
            }
        } catch (JsonProcessingException notOurs) {
            // told below by its status
        }
        return base + " answered " + response.statusCode() + ": is that the ops port of a node?";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
