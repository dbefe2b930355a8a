package io.tandem.cluster.address;

import java.util.List;
import java.util.Map;

/** What happens to the book of addresses. */
public sealed interface BookInput {

    /** How a member stands. */
    enum Standing {
        UP,
        /** It has said that it goes. */
        LEAVING,
        /** The others have given it up: soon it is a member no more, and whatever it has is free. */
        DOWN
    }

    record Member(NodeRun node, Standing standing) {}

    /** All members that may have an address: whoever is not among them is gone, and dead or fenced. */
    record Members(List<Member> members) implements BookInput {}

    /**
     * What a node has of an address.
     *
     * @param ready false while it takes it up or gives it up
     * @param calls on it
     */
    record Claim(long epoch, boolean ready, int calls) {}

    /**
     * What a node says of itself, now and then and when it is asked.
     *
     * @param claims all that it has anything of
     * @param view what it was told last: of those who cannot speak for themselves just now
     * @param lastEpoch the highest of its own grants, past ones too: what is granted now is above it
     */
    record Report(NodeRun node, Map<Character, Claim> claims, AddressView view, long lastEpoch) implements BookInput {
        public Report {
            claims = Map.copyOf(claims);
        }
    }

    /** A node has taken an address, listeners and all. */
    record Acquired(NodeRun node, char address, long epoch) implements BookInput {}

    /** A node could not take an address, or has lost it. */
    record Refused(NodeRun node, char address, long epoch, String why) implements BookInput {}

    /** A node has given an address up: nothing of it is left there. */
    record Released(NodeRun node, char address, long epoch) implements BookInput {}

    /** An operator wants the address at home, whatever calls are on it. */
    record HandBack(char address) implements BookInput {}

    /** A node is to have no address any more; its calls move. @param sinceMillis UTC */
    record Drain(String at, long sinceMillis) implements BookInput {}

    /** It may have addresses again. */
    record Undrain(String at) implements BookInput {}

    /** Time has passed. */
    record Tick() implements BookInput {}
}
