package io.tandem.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes descriptions (RFC 8866 §5, §9). Lenient where that harms nobody: any line end, any order of lines
 * below {@code o=}, missing {@code s=} and {@code t=}, unknown types. Never throws on input.
 */
public final class Sdp {
    /** Longest description that is read (F-133). */
    public static final int MAX_BYTES = 128 * 1024;
    public static final int MAX_LINES = 2_000;
    public static final int MAX_MEDIA = 32;

    private Sdp() {}

    public static SdpResult parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new SdpResult.Malformed(0, "too long");
        }
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    public static SdpResult parse(String text) {
        if (text.length() > MAX_BYTES) {
            return new SdpResult.Malformed(0, "too long");
        }
        return new Reading(text).read();
    }

    public static String write(SessionDescription description) {
        StringBuilder out = new StringBuilder(512);
        out.append("v=0\r\no=").append(description.origin().text()).append("\r\n");
        write(out, description.lines());
        for (MediaDescription section : description.media()) {
            write(out, section);
        }
        return out.toString();
    }

    public static byte[] toBytes(SessionDescription description) {
        return write(description).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(StringBuilder out, MediaDescription section) {
        out.append("m=").append(section.kind()).append(' ').append(section.port());
        if (section.portCount() != 1) {
            out.append('/').append(section.portCount());
        }
        out.append(' ').append(section.protocol());
        for (String format : section.formats()) {
            out.append(' ').append(format);
        }
        out.append("\r\n");
        write(out, section.lines());
    }

    private static void write(StringBuilder out, List<Line> lines) {
        for (Line line : lines) {
            out.append(line.type()).append('=').append(line.value()).append("\r\n");
        }
    }

    /** One reading of one text. */
    private static final class Reading {
        private final String text;
        private int position;
        private int lineNumber;
        private Origin origin;
        private final List<Line> sessionLines = new ArrayList<>();
        private final List<MediaDescription> media = new ArrayList<>();
        private MediaDescription section;
        private List<Line> sectionLines = new ArrayList<>();

        Reading(String text) {
            this.text = text;
        }

        SdpResult read() {
            while (position < text.length()) {
                String line = nextLine();
                if (line.isEmpty() && onlyLineEndsLeft()) {
                    break;
                }
                String fault = accept(line);
                if (fault != null) {
                    return new SdpResult.Malformed(lineNumber, fault);
                }
            }
            if (origin == null) {
                return new SdpResult.Malformed(0, "ends before o=");
            }
            endSection();
            return new SdpResult.Parsed(new SessionDescription(origin, sessionLines, media));
        }

        private String nextLine() {
            lineNumber++;
            int end = position;
            while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
                end++;
            }
            String line = text.substring(position, end);
            boolean crlf = text.startsWith("\r\n", end);
            position = end + (crlf ? 2 : 1);
            return line;
        }

        private boolean onlyLineEndsLeft() {
            for (int i = position; i < text.length(); i++) {
                if (text.charAt(i) != '\r' && text.charAt(i) != '\n') {
                    return false;
                }
            }
            return true;
        }

        /** What is wrong with the line, or null. */
        private String accept(String line) {
            if (lineNumber > MAX_LINES) {
                return "too many lines";
            }
            if (line.length() < 2 || line.charAt(1) != '=' || !Line.isType(line.charAt(0)) || !Line.isText(line)) {
                return "not <type>=<value>";
            }
            char type = line.charAt(0);
            String value = line.substring(2);
            return switch (lineNumber) {
                case 1 -> type == 'v' && value.strip().equals("0") ? null : "v=0 must come first";
                case 2 -> type == 'o' ? acceptOrigin(value) : "o= must come second";
                default -> acceptBody(type, value);
            };
        }

        private String acceptOrigin(String value) {
            origin = Origin.parse(value).orElse(null);
            return origin == null ? "o= needs six words" : null;
        }

        private String acceptBody(char type, String value) {
            return switch (type) {
                case 'v', 'o' -> "a second description begins";
                case 'm' -> acceptMedia(value);
                case 'c' -> Connection.parse(value).isPresent() ? keep(type, value) : "c= needs three words";
                default -> keep(type, value);
            };
        }

        private String keep(char type, String value) {
            (section == null ? sessionLines : sectionLines).add(new Line(type, value));
            return null;
        }

        private String acceptMedia(String value) {
            if (media.size() + (section == null ? 0 : 1) >= MAX_MEDIA) {
                return "too many media sections";
            }
            endSection();
            section = MediaDescription.parse(value).orElse(null);
            return section == null ? "m= needs kind, port, protocol and formats" : null;
        }

        private void endSection() {
            if (section != null) {
                media.add(section.withLines(sectionLines));
                sectionLines = new ArrayList<>();
                section = null;
            }
        }
    }
}
