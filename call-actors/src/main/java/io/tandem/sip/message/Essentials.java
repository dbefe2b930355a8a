package io.tandem.sip.message;

/** What everybody asks of every message, read once; topVia is null in a request that has not met a transaction yet. */
record Essentials(Via topVia, Address from, Address to, String callId, CSeq cseq) {
    Essentials withTopVia(Via via) {
        return new Essentials(via, from, to, callId, cseq);
    }
}
