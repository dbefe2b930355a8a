package io.tandem.provisioning.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Responses with a JSON body, or none. */
final class Responses {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RETRY_AFTER_SECONDS = "2";

    private Responses() {}

    static HttpResponse json(int status, JsonNode body) {
        try {
            byte[] bytes = MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, bytes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of ours cannot be written", e);
        }
    }

    static HttpResponse noContent() {
        return HttpResponse.create().withStatus(204);
    }

    static HttpResponse error(ApiError error) {
        HttpResponse response = json(error.status(), error.json()).addHeader(
                RawHeader.create("x-ms-error-code", error.code()));
        return error.status() == 503
                ? response.addHeader(RawHeader.create("Retry-After", RETRY_AFTER_SECONDS))
                : response;
    }
}
