package io.tandem.cluster.edge;

import static org.awaitility.Awaitility.await;

import io.tandem.port.EdgeListener;
import io.tandem.sip.message.Problem;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.transaction.TransactionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was counted, by a name that says it: {@code refused METHOD_UNKNOWN}. */
final class CountingListener implements EdgeListener, TransactionListener {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    int count(String what) {
        return counts.getOrDefault(what, 0);
    }

    void awaitCount(String what, int expected) {
        await(what + " in " + counts).atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> count(what) == expected);
    }

    private void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public void sourceRefused(String listener) {
        add("sourceRefused");
    }

    @Override
    public void sourceBlocked(String listener) {
        add("sourceBlocked");
    }

    @Override
    public void rateLimited(String trunk) {
        add("rateLimited " + trunk);
    }

    @Override
    public void overloadRefused(String listener) {
        add("overloadRefused");
    }

    @Override
    public void malformed(String listener, Problem problem, boolean answered) {
        add("malformed " + problem + (answered ? " answered" : " dropped"));
    }

    @Override
    public void refused(String listener, Refusal refusal) {
        add("refused " + refusal);
    }

    @Override
    public void optionsAnswered(String listener) {
        add("optionsAnswered");
    }

    @Override
    public void movedToTcp(String listener) {
        add("movedToTcp " + listener);
    }

    @Override
    public void unmatched(String listener) {
        add("unmatched");
    }

    @Override
    public void keepAlive(String listener) {
        add("keepAlive");
    }

    @Override
    public void overLimit(String listener, EdgeListener.Limit limit) {
        add("overLimit " + limit);
    }

    @Override
    public void sendFailed(String listener) {
        add("sendFailed");
    }

    @Override
    public void connectionOpened(String listener, boolean outbound) {
        add(outbound ? "opened" : "accepted");
    }

    @Override
    public void connectionClosed(String listener, Closing why) {
        add("closed " + why);
    }

    @Override
    public void secured(String listener, boolean outbound, String version, String cipher) {
        add((outbound ? "secured out " : "secured in ") + version);
        add("cipher " + cipher);
    }

    @Override
    public void handshakeFailed(String listener, boolean outbound, TlsFailure why) {
        add((outbound ? "handshake out " : "handshake in ") + why);
    }

    @Override
    public void certificateReloaded(String certificate, boolean taken) {
        add((taken ? "reloaded " : "not reloaded ") + certificate);
    }

    @Override
    public void merged(SipMethod method) {
        add("merged");
    }

    @Override
    public void overLimit(TransactionListener.Limit limit) {
        add("overLimit " + limit);
    }

    @Override
    public void retransmissionReceived(SipMethod method) {
        add("retransmissionReceived " + method);
    }

    @Override
    public void retransmissionSent(SipMethod method) {
        add("retransmissionSent " + method);
    }
}
