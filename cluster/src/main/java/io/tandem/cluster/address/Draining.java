package io.tandem.cluster.address;

/** A node that is to have no service address any more, until it is told otherwise or ends. @param sinceMillis UTC */
public record Draining(NodeRun node, long sinceMillis) {}
