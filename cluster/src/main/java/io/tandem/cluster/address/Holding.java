package io.tandem.cluster.address;

/** Where one service address is. */
public sealed interface Holding {

    /** Nobody has it. @param had whether anybody is known to have had it: then calls may wait for it */
    record Free(boolean had) implements Holding {}

    /** A node is told to take it. @param sinceMillis when it was first told */
    record Granted(NodeRun node, long epoch, long sinceMillis) implements Holding {}

    /** A node has it. @param calls on it, as that node last said */
    record Held(NodeRun node, long epoch, int calls) implements Holding {}

    /** The node that has it is told to give it up. */
    record Leaving(NodeRun node, long epoch, long sinceMillis) implements Holding {}
}
