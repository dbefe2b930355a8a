package io.tandem.interworking.rules;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import java.util.List;
import java.util.Optional;

/** Where a rule reads: the rows of a header, or the Request-URI. */
public sealed interface Source {
    /** As a rule names it in a header's place. */
    String REQUEST_URI = "Request-URI";

    record Rows(HeaderName header) implements Source {}

    record RequestUri() implements Source {}

    static Source of(String name) {
        return name.equalsIgnoreCase(REQUEST_URI) ? new RequestUri() : new Rows(HeaderName.of(name));
    }

    /** Each value, in order. */
    default List<String> values(SipMessage message) {
        return switch (this) {
            case Rows(HeaderName header) -> message.headers().all(header);
            case RequestUri _ -> message instanceof SipRequest request
                    ? List.of(request.requestUri().text())
                    : List.of();
        };
    }

    /** The same, or the values of one parameter of each; what has none is left out. */
    default List<String> values(SipMessage message, Optional<String> parameter) {
        List<String> values = values(message);
        return parameter.isEmpty()
                ? values
                : values.stream()
                        .flatMap(value -> RowParameters.of(value).parameters().get(parameter.get()).stream())
                        .toList();
    }

    default String words() {
        return switch (this) {
            case Rows(HeaderName header) -> header.canonical();
            case RequestUri _ -> REQUEST_URI;
        };
    }
}
