package io.tandem.interworking.rules;

import io.tandem.interworking.rules.RuleAction.Section;
import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What rules do to the lines of a session description. Only of a body that is application/sdp: a multipart body, an
 * emergency call's with the caller's location, stays as it is (TSP-152).
 */
final class DescriptionEdits {
    /** The order in which types of lines stand (RFC 8866 §5), in the session part and in a media part. */
    private static final String SESSION_ORDER = "vosiuepcbtrzka";
    private static final String MEDIA_ORDER = "micbka";
    /** Without one of these there is no description, or another one. */
    private static final String FIXED = "vosctm";

    private DescriptionEdits() {}

    /** Part of a description: lines from, inclusive, to, exclusive. */
    private record Part(int from, int to) {}

    static Optional<Edit> add(SipMessage message, Section section, String line) {
        Optional<List<String>> read = lines(message);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = read.get();
        List<Part> parts = parts(lines, section);
        for (Part part : parts.reversed()) {
            lines.add(place(lines, part, section, line.charAt(0)), line);
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Edit(with(message, lines), "added " + name(line) + " to " + words(section)));
    }

    static Optional<Edit> remove(SipMessage message, Section section, TextPattern matches) {
        Optional<List<String>> read = lines(message);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = read.get();
        List<String> removed = new ArrayList<>();
        for (Part part : parts(lines, section).reversed()) {
            for (int i = part.to() - 1; i >= part.from(); i--) {
                if (removable(lines.get(i)) && matches.find(lines.get(i)).isPresent()) {
                    removed.addFirst(name(lines.remove(i)));
                }
            }
        }
        return removed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Edit(with(message, lines), "removed " + removed.stream()
                        .distinct()
                        .collect(Collectors.joining(", ")) + " of " + words(section)));
    }

    private static boolean removable(String line) {
        return line.length() > 1 && line.charAt(1) == '=' && FIXED.indexOf(line.charAt(0)) < 0;
    }

    /** Bytes as they are: a description may hold texts of any charset. */
    private static Optional<List<String>> lines(SipMessage message) {
        boolean described = message.hasBody() && message.contentType()
                .toOptional()
                .filter(type -> type.is(ContentType.SDP.type(), ContentType.SDP.subtype()))
                .isPresent();
        return described
                ? Optional.of(new ArrayList<>(
                        Arrays.asList(new String(message.body(), StandardCharsets.ISO_8859_1).split("\r?\n", -1))))
                : Optional.empty();
    }

    private static SipMessage with(SipMessage message, List<String> lines) {
        byte[] body = String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        String type = message.headers().firstOr(HeaderName.CONTENT_TYPE, ContentType.SDP.text());
        return Edit.changed(message, rows -> rows.body(type, body));
    }

    private static List<Part> parts(List<String> lines, Section section) {
        List<Part> parts = new ArrayList<>(2);
        int from = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || lines.get(i).startsWith("m=")) {
                boolean meant = switch (section) {
                    case SESSION -> from == 0 && !lines.getFirst().startsWith("m=");
                    case AUDIO -> lines.get(from).startsWith("m=audio ");
                };
                if (meant && i > from) {
                    parts.add(new Part(from, i));
                }
                from = i;
            }
        }
        return parts;
    }

    /** Behind the last line whose type stands before, or is, that one. */
    private static int place(List<String> lines, Part part, Section section, char type) {
        String order = switch (section) {
            case SESSION -> SESSION_ORDER;
            case AUDIO -> MEDIA_ORDER;
        };
        int place = part.from();
        for (int i = part.from(); i < part.to(); i++) {
            int rank = lines.get(i).isEmpty() ? -1 : order.indexOf(lines.get(i).charAt(0));
            if (rank >= 0 && rank <= order.indexOf(type)) {
                place = i + 1;
            }
        }
        return place;
    }

    /** {@code a=ptime} of {@code a=ptime:20}; of others than a and b the type alone: they name people. */
    private static String name(String line) {
        int end = 2;
        boolean named = line.charAt(0) == 'a' || line.charAt(0) == 'b';
        while (named && end < line.length()
                && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '-')) {
            end++;
        }
        return line.substring(0, Math.min(end, 32));
    }

    private static String words(Section section) {
        return switch (section) {
            case SESSION -> "session";
            case AUDIO -> "audio";
        };
    }
}
