package io.tandem.sip.message;

/**
 * What request and response builders share. Content-Length is the writer's: rows of it are left out on the wire. The
 * typed setters (from, to, …) are kept as they are and not read again.
 */
public abstract sealed class MessageBuilder<B extends MessageBuilder<B>>
        permits SipRequest.Builder, SipResponse.Builder {
    private final Headers.Builder headers = Headers.builder();
    private Via via;
    private Address from;
    private Address to;
    private String callId;
    private CSeq cseq;
    private Content content = Content.NONE;

    MessageBuilder() {}

    abstract B self();

    public final B add(HeaderName name, String value) {
        forget(name);
        headers.add(name, value);
        return self();
    }

    public final B addFirst(HeaderName name, String value) {
        forget(name);
        headers.addFirst(name, value);
        return self();
    }

    public final B set(HeaderName name, String value) {
        forget(name);
        headers.set(name, value);
        return self();
    }

    public final B remove(HeaderName name) {
        forget(name);
        headers.remove(name);
        return self();
    }

    /** All rows of that name, byte for byte. */
    public final B copy(Headers source, HeaderName name) {
        forget(name);
        headers.copy(source, name);
        return self();
    }

    public final B copyAll(Headers source) {
        forgetAll();
        headers.copyAll(source);
        return self();
    }

    public final B from(Address address) {
        set(HeaderName.FROM, address.text());
        from = address;
        return self();
    }

    public final B to(Address address) {
        set(HeaderName.TO, address.text());
        to = address;
        return self();
    }

    public final B callId(String id) {
        set(HeaderName.CALL_ID, id);
        callId = id;
        return self();
    }

    public final B cseq(CSeq number) {
        set(HeaderName.CSEQ, number.text());
        cseq = number;
        return self();
    }

    public final B contact(Address contact) {
        return set(HeaderName.CONTACT, contact.text());
    }

    /** Puts one more Via on top. */
    public final B via(Via top) {
        addFirst(HeaderName.VIA, top.text());
        via = top;
        return self();
    }

    /** Sets Content-Type too; the bytes must not be modified afterwards. */
    public final B body(ContentType type, byte[] body) {
        return body(type.text(), body);
    }

    public final B body(String contentType, byte[] body) {
        content = Content.of(body);
        return set(HeaderName.CONTENT_TYPE, contentType);
    }

    public final B noBody() {
        content = Content.NONE;
        return remove(HeaderName.CONTENT_TYPE);
    }

    final Headers.Builder headerRows() {
        return headers;
    }

    final Content content() {
        return content;
    }

    final Address knownTo() {
        return to;
    }

    /** Takes a message's rows, what was read of them, and its body. */
    final B take(SipMessage message) {
        headers.copyAll(message.headers());
        remember(message.essentials());
        content = message.content().modified();
        return self();
    }

    final void remember(Essentials read) {
        via = read.topVia();
        from = read.from();
        to = read.to();
        callId = read.callId();
        cseq = read.cseq();
    }

    final void rememberTo(Address read) {
        to = read;
    }

    private void forget(HeaderName name) {
        switch (name.id()) {
            case HeaderName.VIA_ID -> via = null;
            case HeaderName.FROM_ID -> from = null;
            case HeaderName.TO_ID -> to = null;
            case HeaderName.CALL_ID_ID -> callId = null;
            case HeaderName.CSEQ_ID -> cseq = null;
            default -> {
            }
        }
    }

    private void forgetAll() {
        via = null;
        from = null;
        to = null;
        callId = null;
        cseq = null;
    }

    /** What is known, the rest read from the rows; null where a row is missing or cannot be read. */
    final Essentials essentials(Headers built) {
        return new Essentials(via != null ? via : readVia(built), from != null
                ? from
                : readAddress(built,
                        HeaderName.FROM),
                to != null ? to : readAddress(built, HeaderName.TO), callId != null
                        ? callId
                        : readCallId(built),
                cseq != null ? cseq : readCSeq(built));
    }

    private static Via readVia(Headers built) {
        int row = built.find(HeaderName.VIA, 0);
        return row < 0 ? null : built.cursor(row).via();
    }

    private static Address readAddress(Headers built, HeaderName name) {
        int row = built.find(name, 0);
        Cursor cursor = row < 0 ? null : built.cursor(row);
        Address address = cursor == null ? null : cursor.address();
        return address != null && cursor.atEnd() ? address : null;
    }

    private static String readCallId(Headers built) {
        int row = built.find(HeaderName.CALL_ID, 0);
        return row < 0 ? null : built.cursor(row).callId();
    }

    private static CSeq readCSeq(Headers built) {
        int row = built.find(HeaderName.CSEQ, 0);
        return row < 0 ? null : built.cursor(row).cseq();
    }

    static <T> T present(T value, HeaderName name) {
        if (value == null) {
            throw new IllegalStateException("A message was built with no readable " + name);
        }
        return value;
    }
}
