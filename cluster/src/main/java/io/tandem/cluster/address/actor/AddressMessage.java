package io.tandem.cluster.address.actor;

import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.BookInput;
import io.tandem.cluster.address.NodeRun;
import org.apache.pekko.actor.typed.ActorRef;

/** What the book and the agents tell each other, from node to node. */
public sealed interface AddressMessage {

    /** To the book. */
    sealed interface ToBook extends AddressMessage {}

    /** To an agent. */
    sealed interface ToAgent extends AddressMessage {}

    /** What a node has. */
    record Reported(BookInput.Report report) implements ToBook {}

    record Acquired(NodeRun node, char address, long epoch) implements ToBook {}

    record Refused(NodeRun node, char address, long epoch, String why) implements ToBook {}

    record Released(NodeRun node, char address, long epoch) implements ToBook {}

    /** An operator wants that address at home. */
    record HandBack(char address) implements ToBook {}

    /** An operator wants that node, {@code host:port}, without addresses. */
    record Drain(String at) implements ToBook {}

    /** An operator lets that node have addresses again. */
    record Undrain(String at) implements ToBook {}

    /** Who has what, and that a report is wanted. @param book whom to answer from now on */
    record Told(AddressView view, ActorRef<AddressMessage> book) implements ToAgent {}

    record Own(char address, long epoch, ActorRef<AddressMessage> book) implements ToAgent {}

    record Release(char address, long epoch, ActorRef<AddressMessage> book) implements ToAgent {}
}
