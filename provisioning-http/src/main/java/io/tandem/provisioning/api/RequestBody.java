package io.tandem.provisioning.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** The JSON body of a request: bounded in size, depth and time. */
sealed interface RequestBody {
    int LIMIT_BYTES = 64 * 1024;
    long TIMEOUT_MILLIS = 5_000;
    int MAX_DEPTH = 16;

    ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build())
            .enable(
                    JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    record Json(JsonNode document) implements RequestBody {}

    record Unreadable(ApiError error) implements RequestBody {}

    /** Reads it; never fails. What is not read is thrown away, so that the connection can go on. */
    static CompletionStage<RequestBody> read(HttpRequest request, ActorSystem<?> system) {
        MediaType type = request.entity().getContentType().mediaType();
        boolean json = type.isApplication() && (type.subType().equals("json") || type.subType().endsWith("+json"));
        if (!json) {
            request.discardEntityBytes(system);
            return CompletableFuture.completedStage(new Unreadable(ApiError.unsupportedMediaType()));
        }
        return request.entity()
                .withSizeLimit(LIMIT_BYTES)
                .toStrict(TIMEOUT_MILLIS, system)
                .handle(
                        (entity, failure) -> failure == null ? parse(entity) : unreadable(failure));
    }

    private static RequestBody parse(HttpEntity.Strict entity) {
        try {
            JsonNode document = MAPPER.readTree(entity.getData().toArrayUnsafe());
            return document.isMissingNode()
                    ? new Unreadable(ApiError.notJson(": it is empty"))
                    : new Json(document);
        } catch (JsonProcessingException e) {
            // Not the parser's own words: they quote the body, which may hold numbers.
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            return new Unreadable(ApiError.notJson(where));
        } catch (IOException e) {
            return new Unreadable(ApiError.notJson(""));
        }
    }

    private static RequestBody unreadable(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return switch (cause) {
            case EntityStreamSizeException _ -> new Unreadable(ApiError.tooLarge(LIMIT_BYTES));
            case TimeoutException _ -> new Unreadable(ApiError.tooSlow());
            default -> new Unreadable(ApiError.notJson(": it did not arrive whole"));
        };
    }
}
