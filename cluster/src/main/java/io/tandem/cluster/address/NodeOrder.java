package io.tandem.cluster.address;

/** What a node has to do about its addresses. */
public sealed interface NodeOrder {

    /** Take it up: hook, media, calls, listeners; one of {@code TakenUp} and {@code Failed} follows. */
    record TakeUp(char address, long epoch) implements NodeOrder {}

    /** Close it, then run the hook; {@code GivenUp} follows. @param orderly whether there is time for goodbyes */
    record GiveUp(char address, boolean orderly) implements NodeOrder {}

    record TellAcquired(char address, long epoch) implements NodeOrder {}

    record TellRefused(char address, long epoch, String why) implements NodeOrder {}

    record TellReleased(char address, long epoch) implements NodeOrder {}
}
