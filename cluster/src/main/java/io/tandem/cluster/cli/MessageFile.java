package io.tandem.cluster.cli;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A SIP message as people keep it in a file: line feeds alone, and a length of the body that is no longer true. */
final class MessageFile {
    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:Content-Length|l)[ \t]*:.*\r\n");

    private MessageFile() {}

    /** The same as it would be on the wire; one whose lines end with CRLF already is left as it is. */
    static byte[] onTheWire(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1); // bytes as they are
        if (text.contains("\r\n")) {
            return file;
        }
        String lines = text.replace("\n", "\r\n");
        int end = lines.indexOf("\r\n\r\n");
        String head = end < 0 ? lines.stripTrailing() + "\r\n" : lines.substring(0, end + 2);
        String body = end < 0 ? "" : lines.substring(end + 4);
        String whole = LENGTH.matcher(head).replaceAll("") + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        return whole.getBytes(StandardCharsets.ISO_8859_1);
    }
}
