package io.tandem.cluster.address;

/** What happens to a node's own addresses. */
public sealed interface NodeInput {

    /** The book grants it one. */
    record Own(char address, long epoch) implements NodeInput {}

    /** The book wants one back. */
    record Release(char address, long epoch) implements NodeInput {}

    /** It is at work here: calls restored, listeners open. */
    record TakenUp(char address) implements NodeInput {}

    /** It could not be put to work, and nothing of it is left here. */
    record Failed(char address, String why) implements NodeInput {}

    /** Nothing of it is left here. */
    record GivenUp(char address) implements NodeInput {}

    /** The node is on the losing side of a split, or was removed: it has to give up all, and tells nobody. */
    record Fenced() implements NodeInput {}
}
