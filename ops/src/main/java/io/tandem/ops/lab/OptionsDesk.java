package io.tandem.ops.lab;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.transaction.ClientTransactionId;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The OPTIONS that an agent has sent and that have no answer yet. For the agent's thread. */
final class OptionsDesk {
    private static final int MOST = 1_000;

    private final Map<ClientTransactionId, Asked> asked = new HashMap<>();

    /** A question from outside. */
    record Question(InetSocketAddress gateway, CompletableFuture<OptionsAnswer> answer) {}

    private record Asked(CompletableFuture<OptionsAnswer> answer, long sinceNanos) {}

    /** False, and the answer says so, when too many are out. */
    boolean add(ClientTransactionId id, Question question, long nowNanos) {
        if (asked.size() >= MOST) {
            question.answer().complete(new OptionsAnswer(0, "too many OPTIONS are out", "", 0));
            return false;
        }
        asked.put(id, new Asked(question.answer(), nowNanos));
        return true;
    }

    void answered(ClientTransactionId id, SipResponse response) {
        if (response.finalResponse()) {
            done(id, response.status(), response.reason(), response.headers().firstOr(HeaderName.ALLOW, ""));
        }
    }

    void broken(ClientTransactionId id, String why) {
        done(id, 0, why, "");
    }

    void close() {
        List.copyOf(asked.keySet()).forEach(id -> broken(id, "the agent was closed"));
    }

    private void done(ClientTransactionId id, int status, String phrase, String allow) {
        Asked question = asked.remove(id);
        if (question != null) {
            long took = System.nanoTime() - question.sinceNanos();
            question.answer().complete(new OptionsAnswer(status, phrase, allow, took));
        }
    }

    /** TSP-42: hosts and ports without users. @param tag also makes the branch ours */
    static SipRequest request(SipUri gateway, Address contact, String tag, String callId) {
        SipUri own = (SipUri) contact.uri();
        return SipRequest.builder(SipMethod.OPTIONS, gateway)
                .maxForwards(70)
                .from(Address.of(SipUri.of("", own.host(), own.port())).withTag(tag))
                .to(Address.of(gateway))
                .callId(callId)
                .cseq(new CSeq(1, SipMethod.OPTIONS))
                .contact(contact)
                .build();
    }
}
