package io.tandem.sip.transaction;

/**
 * Names one server transaction at the edge that hosts it.
 *
 * @param edge which transaction layer hosts it: unique among the edge loops of the cluster
 * @param number its number there; never used again by that layer
 */
public record ServerTransactionId(long edge, long number) {}
