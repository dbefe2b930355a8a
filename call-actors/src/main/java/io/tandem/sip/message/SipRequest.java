package io.tandem.sip.message;

/** A request (RFC 3261 §7.1). */
public final class SipRequest extends SipMessage {
    private final SipMethod method;
    private final Uri requestUri;
    private final int maxForwards;

    SipRequest(SipMethod method, Uri requestUri, int maxForwards, Headers headers, Essentials essentials,
            Content content) {
        super(headers, essentials, content);
        this.method = method;
        this.requestUri = requestUri;
        this.maxForwards = maxForwards;
    }

    public static Builder builder(SipMethod method, Uri requestUri) {
        return new Builder(method, requestUri);
    }

    public SipMethod method() {
        return method;
    }

    public Uri requestUri() {
        return requestUri;
    }

    /** -1 when absent. */
    public int maxForwards() {
        return maxForwards;
    }

    @Override
    public String startLine() {
        return method.name() + ' ' + requestUri.text() + " SIP/2.0";
    }

    /** The same request with one more Via, on top. */
    public SipRequest withVia(Via via) {
        return with(headers().withFirst(HeaderName.VIA, via.text(), 0), via);
    }

    /** The same request with its top Via replaced: received and rport stamped (RFC 3261 §18.2.1, RFC 3581 §4). */
    public SipRequest withTopVia(Via via) {
        Headers headers = headers();
        int replaced = headers.find(HeaderName.VIA, 0);
        if (replaced < 0) {
            return withVia(via);
        }
        Cursor row = headers.cursor(replaced);
        boolean more = row.via() != null && row.skip(',') && !row.atEnd();
        if (replaced == 0 && !more) {
            return with(headers.withFirst(HeaderName.VIA, via.text(), 1), via);
        }
        Headers.Builder rows = Headers.builder().add(HeaderName.VIA, via.text());
        if (more) {
            rows.add(HeaderName.VIA, row.rest());
        }
        for (int i = 0; i < headers.size(); i++) {
            if (i != replaced) {
                rows.copyRow(headers, i);
            }
        }
        return with(rows.build(), via);
    }

    private SipRequest with(Headers headers, Via topVia) {
        return new SipRequest(method, requestUri, maxForwards, headers, essentials().withTopVia(topVia),
                content().modified());
    }

    public Builder toBuilder() {
        return new Builder(method, requestUri).take(this);
    }

    /** The request line only, its URI left out: it may hold a person's number. */
    @Override
    public String toString() {
        return "SipRequest[" + method + ", " + headers() + ']';
    }

    public static final class Builder extends MessageBuilder<Builder> {
        private final SipMethod method;
        private Uri requestUri;

        Builder(SipMethod method, Uri requestUri) {
            this.method = method;
            this.requestUri = requestUri;
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder requestUri(Uri uri) {
            requestUri = uri;
            return this;
        }

        public Builder maxForwards(int hops) {
            return set(HeaderName.MAX_FORWARDS, Integer.toString(hops));
        }

        /**
         * Throws IllegalStateException when From, To, Call-ID or CSeq is missing or unreadable: a bug. Via may be
         * missing: the transaction layer puts it ({@link SipRequest#withVia}).
         */
        public SipRequest build() {
            Headers headers = headerRows().build();
            Essentials read = essentials(headers);
            present(read.from(), HeaderName.FROM);
            present(read.to(), HeaderName.TO);
            present(read.callId(), HeaderName.CALL_ID);
            present(read.cseq(), HeaderName.CSEQ);
            int row = headers.find(HeaderName.MAX_FORWARDS, 0);
            int hops = row < 0 ? -1 : (int) headers.cursor(row).number(255);
            return new SipRequest(method, requestUri, hops, headers, read, content());
        }
    }
}
