package io.tandem.sip.message;

/** A response (RFC 3261 §7.2). */
public final class SipResponse extends SipMessage {
    private static final CSeq UNREADABLE_CSEQ = new CSeq(0, SipMethod.of(""));

    private final int status;
    private final String reason;

    SipResponse(int status, String reason, Headers headers, Essentials essentials, Content content) {
        super(headers, essentials, content);
        this.status = status;
        this.reason = reason;
    }

    /**
     * Copies Via, From, To, Call-ID, CSeq (and Timestamp into a 100) byte for byte (RFC 3261 §8.2.6), and Record-Route
     * where the response makes a dialog (§12.1.1): whoever asked finds its proxies in it, as we do in the request.
     */
    public static Builder to(SipRequest request, int status) {
        Builder builder = to(request.headers(), status);
        builder.remember(request.essentials());
        if (makesDialog(request, status)) {
            builder.copy(request.headers(), HeaderName.RECORD_ROUTE);
        }
        return builder;
    }

    private static boolean makesDialog(SipRequest request, int status) {
        return status > 100 && status < 300 && request.method().equals(SipMethod.INVITE)
                && request.toTag().isEmpty() && request.headers().contains(HeaderName.RECORD_ROUTE);
    }

    /**
     * The same from the headers of a request that did not parse. What cannot be read of From, To or CSeq is repeated as
     * it is; asked for as a value it is a URI without a scheme, or number 0 of no method. What was missing is left out.
     */
    public static Builder to(Headers requestHeaders, int status) {
        Builder builder = new Builder(status);
        builder.partial = true;
        int[] index = requestHeaders.index();
        for (int row = 0; row < requestHeaders.size(); row++) {
            int id = RowIndex.id(index, row);
            if (id >= HeaderName.VIA_ID && id <= HeaderName.CSEQ_ID
                    || status == 100 && id == HeaderName.TIMESTAMP.id()) {
                builder.headerRows().copyRow(requestHeaders, row);
            }
        }
        return builder;
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public boolean provisional() {
        return status < 200;
    }

    public boolean success() {
        return status / 100 == 2;
    }

    public boolean finalResponse() {
        return status >= 200;
    }

    @Override
    public String startLine() {
        return "SIP/2.0 " + status + ' ' + reason;
    }

    public Builder toBuilder() {
        return new Builder(status).reason(reason).take(this);
    }

    @Override
    public String toString() {
        return "SipResponse[" + status + ' ' + cseq().method() + ", " + headers() + ']';
    }

    public static final class Builder extends MessageBuilder<Builder> {
        private final int status;
        private String reason;
        /** Its request may not have had what a response repeats. */
        private boolean partial;

        Builder(int status) {
            this.status = status;
            this.reason = ReasonPhrases.of(status);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Instead of the registered phrase. */
        public Builder reason(String phrase) {
            reason = phrase;
            return this;
        }

        /** Adds the tag to To unless it has one. */
        public Builder toTag(String tag) {
            Headers rows = headerRows().view();
            int row = rows.find(HeaderName.TO, 0);
            if (row < 0) {
                return this;
            }
            Address to = knownTo() != null ? knownTo() : rows.cursor(row).address();
            if (to != null && to.tag().isPresent()) {
                return this;
            }
            headerRows().set(HeaderName.TO, rows.value(row) + ";tag=" + tag);
            if (to != null) {
                rememberTo(to.withTag(tag));
            }
            return this;
        }

        /**
         * Throws IllegalStateException when Via, or what an answered request must have had, is missing,
         * or Via is unreadable: a bug.
         */
        public SipResponse build() {
            Headers headers = headerRows().build();
            Essentials read = essentials(headers);
            present(read.topVia(), HeaderName.VIA);
            Address from = read.from() != null ? read.from() : unreadable(headers, HeaderName.FROM);
            Address to = read.to() != null ? read.to() : unreadable(headers, HeaderName.TO);
            String callId = read.callId() != null ? read.callId() : row(headers, HeaderName.CALL_ID);
            CSeq cseq = read.cseq() != null ? read.cseq() : unreadableCSeq(headers);
            Essentials essentials = new Essentials(read.topVia(), from, to, callId, cseq);
            return new SipResponse(status, reason, headers, essentials, content());
        }

        private Address unreadable(Headers headers, HeaderName name) {
            return Address.unreadable(row(headers, name));
        }

        private CSeq unreadableCSeq(Headers headers) {
            row(headers, HeaderName.CSEQ);
            return UNREADABLE_CSEQ;
        }

        private String row(Headers headers, HeaderName name) {
            return present(headers.firstOr(name, partial ? "" : null), name);
        }
    }
}
