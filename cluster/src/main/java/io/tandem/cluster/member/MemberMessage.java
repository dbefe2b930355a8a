package io.tandem.cluster.member;

import java.util.List;
import org.apache.pekko.cluster.Member;

/** What the watches of the nodes tell each other. Nodes of a build that does not know them are asked by Pekko's Identify. */
sealed interface MemberMessage extends DeadNodeWatch.Command {

    /** One life of a node. @param at its address in the cluster, as a URI @param uid of its actor system */
    record Run(String at, long uid) {

        static Run of(Member member) {
            return new Run(member.address().toString(), member.uniqueAddress().longUid());
        }
    }

    /** Are you there, and may I act? @param atNanos by the clock of whoever asks @param hears see {@link Vigil} */
    record Question(Run by, long atNanos, boolean hears) implements MemberMessage {}

    /** Yes. @param askedAtNanos what the question said @param grants see {@link Vigil} @param silent whom this node has not heard */
    record Answer(Run by, long askedAtNanos, boolean grants, List<Run> silent) implements MemberMessage {}
}
