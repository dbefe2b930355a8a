package io.tandem.sip.message;

import java.util.Arrays;

/**
 * Where a message's bytes are: the body is [bodyFrom, bodyTo) of source, and the whole message [start, bodyTo) while it
 * is as it was read; start is -1 once it is not.
 */
record Content(byte[] source, int start, int bodyFrom, int bodyTo) {
    static final Content NONE = of(new byte[0]);

    static Content of(byte[] body) {
        return new Content(body, -1, 0, body.length);
    }

    Content modified() {
        return new Content(source, -1, bodyFrom, bodyTo);
    }

    int bodyLength() {
        return bodyTo - bodyFrom;
    }

    byte[] body() {
        return slice(bodyFrom);
    }

    boolean asRead() {
        return start >= 0;
    }

    byte[] whole() {
        return slice(start);
    }

    private byte[] slice(int from) {
        return from == 0 && bodyTo == source.length ? source : Arrays.copyOfRange(source, from, bodyTo);
    }
}
