package io.tandem.sip.message;

/** A message to bytes: start line, rows as they stand, Content-Length (always ours), body. */
final class MessageWriter {
    private MessageWriter() {}

    static byte[] encode(String startLine, Headers headers, Content content) {
        byte[] label = HeaderName.CONTENT_LENGTH.bytes();
        int bodyLength = content.bodyLength();
        byte[] out = new byte[length(startLine, headers, content)];
        int at = endLine(out, Utf8.writeLine(startLine, out, 0));
        at = headers.writeTo(out, at, HeaderName.CONTENT_LENGTH_ID);
        System.arraycopy(label, 0, out, at, label.length);
        at += label.length;
        out[at++] = ':';
        out[at++] = ' ';
        at = endLine(out, endLine(out, Utf8.writeDecimal(bodyLength, out, at)));
        System.arraycopy(content.source(), content.bodyFrom(), out, at, bodyLength);
        return out;
    }

    static int length(String startLine, Headers headers, Content content) {
        int bodyLength = content.bodyLength();
        return Utf8.length(startLine) + 2 + headers.wireLength(HeaderName.CONTENT_LENGTH_ID)
                + HeaderName.CONTENT_LENGTH.bytes().length + 2 + Utf8.digits(bodyLength) + 4 + bodyLength;
    }

    private static int endLine(byte[] out, int at) {
        out[at] = '\r';
        out[at + 1] = '\n';
        return at + 2;
    }
}
