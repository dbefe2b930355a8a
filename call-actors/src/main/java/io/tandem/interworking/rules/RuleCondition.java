package io.tandem.interworking.rules;

import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages a rule is for; all of it must hold.
 *
 * @param methods of the request, or of the one that is answered; none: any
 * @param statuses of a response; none: any, and requests too
 * @param subject what must stand in it
 * @param lacks a header that must not
 */
public record RuleCondition(Kind kind, Set<SipMethod> methods, List<StatusRange> statuses, Optional<Subject> subject,
        Optional<HeaderName> lacks) {
    public static final RuleCondition ALWAYS = new RuleCondition(Kind.ANY, Set.of(), List.of(), Optional.empty(),
            Optional.empty());

    public RuleCondition {
        methods = Set.copyOf(methods);
        statuses = List.copyOf(statuses);
    }

    /** What kind of message. */
    public enum Kind {
        ANY, REQUEST, RESPONSE
    }

    /** Both ends belong to it. */
    public record StatusRange(int first, int last) {
        boolean contains(int status) {
            return first <= status && status <= last;
        }
    }

    /** A header, or a parameter of it, that is there and in which the pattern is found; the first such row counts. */
    public record Subject(Source source, Optional<String> parameter, Optional<TextPattern> matches) {
        Optional<List<String>> captures(SipMessage message) {
            for (String value : source.values(message, parameter)) {
                Optional<List<String>> found = matches.isEmpty()
                        ? Optional.of(List.of())
                        : matches.get().find(value);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    /** Whether only requests can meet it. */
    public boolean onlyRequests() {
        return kind == Kind.REQUEST;
    }

    /** How many groups its pattern has; -1 without one. */
    public int groups() {
        return subject.flatMap(Subject::matches).map(TextPattern::groups).orElse(-1);
    }

    /** What the groups of its pattern matched, none without a pattern; empty when the message is not meant. */
    Optional<List<String>> captures(SipMessage message) {
        if (!meant(message) || lacks.isPresent() && message.headers().contains(lacks.get())) {
            return Optional.empty();
        }
        return subject.isEmpty() ? Optional.of(List.of()) : subject.get().captures(message);
    }

    private boolean meant(SipMessage message) {
        boolean kindMeant = switch (message) {
            case SipRequest _ -> kind != Kind.RESPONSE && statuses.isEmpty();
            case SipResponse response -> kind != Kind.REQUEST && (statuses.isEmpty()
                    || statuses.stream().anyMatch(range -> range.contains(response.status())));
        };
        return kindMeant && (methods.isEmpty() || methods.contains(method(message)));
    }

    private static SipMethod method(SipMessage message) {
        return switch (message) {
            case SipRequest request -> request.method();
            case SipResponse response -> response.cseq().method();
        };
    }
}
