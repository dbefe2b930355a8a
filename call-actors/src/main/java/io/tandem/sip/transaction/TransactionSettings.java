package io.tandem.sip.transaction;

/**
 * Timer values and bounds of a transaction layer.
 *
 * @param t1Millis round-trip estimate (RFC 3261 §17.1.1.1, table 4): 500
 * @param t2Millis longest interval between retransmissions of a non-INVITE request or an INVITE response: 4000
 * @param t4Millis how long a message may stay in the network: 5000
 * @param tryingDelayMillis how long an INVITE waits before the layer answers 100; the RFC's 200 suits a proxy chain, 0
 *            answers at once (TSP-122)
 * @param firstResponseMillis how long an INVITE of ours may go without any response, not even 100: Timer B. The RFC's is
 *            64·T1; shorter where another target waits for its turn (TSP-124)
 * @param proceedingMillis how long an INVITE may go without any response after a provisional one before we cancel ours,
 *            or answer theirs 408: Timer C of §16.6, more than 3 minutes
 * @param serverTransactions bound on server transactions: what is new beyond it is answered 503; what belongs to a dialog,
 *            and an emergency call (F-150), has a quarter more
 * @param clientTransactions bound on client transactions: an INVITE beyond it fails; other requests, and the INVITE of an
 *            emergency call (F-150), have a quarter more
 */
public record TransactionSettings(int t1Millis, int t2Millis, int t4Millis, int tryingDelayMillis,
        int firstResponseMillis,
        int proceedingMillis, int serverTransactions, int clientTransactions) {
    /** The RFC's timers; 100 at once; room for 32 s of transactions at some 2,000 calls/s. */
    public static final TransactionSettings DEFAULT = new TransactionSettings(500, 4000, 5000, 0, 32_000, 300_000,
            200_000, 200_000);

    public TransactionSettings {
        if (t1Millis <= 0 || t2Millis < t1Millis || t4Millis < 0 || tryingDelayMillis < 0
                || firstResponseMillis <= 0 || proceedingMillis <= 0) {
            throw new IllegalArgumentException("timers");
        }
        if (serverTransactions <= 0 || clientTransactions <= 0) {
            throw new IllegalArgumentException("bounds");
        }
    }

    /** How many server transactions there ever are. */
    public int mostServerTransactions() {
        return serverTransactions + serverTransactions / 4;
    }

    /** How many client transactions requests of ours ever make. */
    public int mostClientTransactions() {
        return clientTransactions + clientTransactions / 4;
    }

    /** The same with other bounds. */
    public TransactionSettings withBounds(int serverTransactions, int clientTransactions) {
        return new TransactionSettings(t1Millis, t2Millis, t4Millis, tryingDelayMillis, firstResponseMillis,
                proceedingMillis, serverTransactions, clientTransactions);
    }
}
