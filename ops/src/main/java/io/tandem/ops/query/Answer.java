package io.tandem.ops.query;

import java.util.List;

/** What a question over HTTP is answered. */
sealed interface Answer {

    /** The HTTP status. */
    int status();

    /** @param body written as JSON: a record, a list or a map */
    record Json(int status, Object body) implements Answer {}

    /** @param contentType with its charset */
    record Text(int status, String contentType, String body) implements Answer {}

    /** Written as {@code {error:{code,message,target,details}}} (design §8). */
    record Failure(int status, ErrorBody error) implements Answer {}

    /** The path knows other methods than the one that was used. @param allow these, as the header says them (RFC 9110 §10.2.1) */
    record NotAllowed(String allow, ErrorBody error) implements Answer {
        @Override
        public int status() {
            return 405;
        }
    }

    /**
     * @param code for programs
     * @param message for people: what is wrong and what would be right
     * @param target the parameter, path or thing that it is about
     * @param details further errors
     */
    record ErrorBody(String code, String message, String target, List<ErrorBody> details) {}

    static Failure failure(int status, String code, String message, String target) {
        return new Failure(status, new ErrorBody(code, message, target, List.of()));
    }

    static NotAllowed notAllowed(String allow, String message, String method) {
        return new NotAllowed(allow, new ErrorBody("MethodNotAllowed", message, method, List.of()));
    }
}
