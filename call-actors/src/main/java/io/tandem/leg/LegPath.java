package io.tandem.leg;

import io.tandem.sip.message.Address;
import io.tandem.sip.route.Flow;

/**
 * How a leg and its peer reach each other.
 *
 * @param peerGroup the trunk
 * @param peer the peer's name in the trunk, or its address
 * @param flow the way that the leg's first message came or went
 * @param contact our Contact on this leg, of the listener that the flow uses (TRAP-27)
 */
public record LegPath(String peerGroup, String peer, Flow flow, Address contact) {}
