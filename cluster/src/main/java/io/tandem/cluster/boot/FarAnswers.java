package io.tandem.cluster.boot;

import io.tandem.sip.message.ParseLimits;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipParser;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.transaction.ServerTransactionId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Answers to requests that came in at another node than the call's: a peer may speak to a call on any service address, as
 * an INVITE with Replaces does whose caller knows another one. All other nodes are told, and the one that has the question
 * answers it: that is rare, and no id need say where its edge is. Any thread.
 */
final class FarAnswers {
    private static final ServiceKey<Message> KEY = ServiceKey.create(Message.class, "tandem-answers");

    /** Between nodes. */
    sealed interface Message {}

    /** @param edge @param number the server transaction's id @param response the message */
    record Answer(long edge, long number, byte[] response) implements Message {}

    private record Listed(Receptionist.Listing listing) implements Message, NoSerializationVerificationNeeded {}

    private final LongAdder given = new LongAdder();
    private volatile Set<ActorRef<Message>> others = Set.of();

    private FarAnswers() {}

    /** @param here gives the answer where this node has the question */
    static FarAnswers start(ActorSystem<?> system, BiPredicate<ServerTransactionId, SipResponse> here) {
        FarAnswers answers = new FarAnswers();
        system.systemActorOf(answers.agent(here), "far-answers",
                DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
        return answers;
    }

    /** @return false when there is no other node to ask */
    boolean send(ServerTransactionId transaction, SipResponse response) {
        Set<ActorRef<Message>> told = others;
        Answer answer = new Answer(transaction.edge(), transaction.number(), response.toBytes());
        told.forEach(other -> other.tell(answer));
        return !told.isEmpty();
    }

    private Behavior<Message> agent(BiPredicate<ServerTransactionId, SipResponse> here) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.subscribe(KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
            return Behaviors.receiveMessage(message -> {
                switch (message) {
                    case Answer answer -> give(answer, here);
                    case Listed(Receptionist.Listing listing) -> {
                        Set<ActorRef<Message>> all = new HashSet<>(listing.getServiceInstances(KEY));
                        all.remove(context.getSelf());
                        others = Set.copyOf(all);
                    }
                }
                return Behaviors.same();
            });
        });
    }

    /** Answers of calls on other nodes that were given here. */
    long given() {
        return given.sum();
    }

    private void give(Answer answer, BiPredicate<ServerTransactionId, SipResponse> here) {
        if (SipParser.parseOwned(answer.response(),
                ParseLimits.WIDE) instanceof ParseResult.Parsed(SipResponse response)
                && here.test(new ServerTransactionId(answer.edge(), answer.number()), response)) {
            given.increment();
        }
    }
}
