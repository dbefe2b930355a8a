package io.tandem.media.session;

import io.tandem.media.keys.MasterKey;

/**
 * How the packets between us and an end are protected. The same keys again change nothing, a new one begins anew (TRAP-50, TRAP-53).
 *
 * @param ours what we send with
 * @param peers what the peer sends with
 * @param mkiBytes length of the key identifier in the peer's packets; 0 for none
 * @param highestTurn how often the peer's sequence numbers may have turned by now: 1 for a stream that begins, more for a call that
 *            comes back after its process died
 */
public record Protection(MasterKey ours, MasterKey peers, int mkiBytes, int highestTurn) {}
