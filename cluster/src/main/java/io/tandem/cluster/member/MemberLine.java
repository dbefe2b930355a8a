package io.tandem.cluster.member;

import io.tandem.cluster.member.MemberMessage.Question;
import io.tandem.cluster.member.MemberMessage.Run;
import java.util.Optional;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.RootActorPath;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.util.Version;

/** How a node's watch speaks to the watches of the others, in words that their builds understand. */
final class MemberLine {
    /** Of a watch, in {@code /system}. */
    static final String NAME = "dead-node-watch";
    /** Builds from this {@code pekko.cluster.app-version} on understand {@link MemberMessage}. */
    private static final Version SPEAKS = new Version("2");

    private final ActorSystem<?> system;
    private final Run self;
    private final ActorRef<ActorIdentity> identities;

    /** @param identities gets the answers of older builds: the correlation id is the time of the question */
    MemberLine(ActorSystem<?> system, Member self, ActorRef<ActorIdentity> identities) {
        this.system = system;
        this.self = Run.of(self);
        this.identities = identities;
    }

    /** @param hears whether this node hears that one */
    void ask(Member member, long nowNanos, boolean hears) {
        if (member.appVersion().compareTo(SPEAKS) >= 0) {
            tell(member, new Question(self, nowNanos, hears));
        } else {
            at(member, "user").tell(new Identify(nowNanos), Adapter.toClassic(identities));
        }
    }

    void answer(Member member, Question question, Vigil.Answer<Member> answer) {
        tell(member, new MemberMessage.Answer(self, question.atNanos(), answer.grants(),
                answer.silent().stream().map(Run::of).toList()));
    }

    private void tell(Member member, MemberMessage message) {
        at(member, "system", NAME).tell(message, org.apache.pekko.actor.ActorRef.noSender());
    }

    private ActorSelection at(Member member, String... path) {
        ActorPath place = new RootActorPath(member.address(), "/");
        for (String part : path) {
            place = place.child(part);
        }
        return Adapter.toClassic(system).actorSelection(place);
    }

    /** Whose answer it is; empty where there was nobody. */
    static Optional<Address> from(ActorIdentity identity) {
        return identity.getActorRef().map(there -> there.path().address());
    }
}
