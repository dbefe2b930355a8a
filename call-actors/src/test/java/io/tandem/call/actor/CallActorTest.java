package io.tandem.call.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tandem.call.CallEvent;
import io.tandem.call.CallInput;
import io.tandem.call.CallListener;
import io.tandem.call.CallView;
import io.tandem.call.PaperPeers;
import io.tandem.sip.message.SipMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create(PersistenceTestKitPlugin.config()
            .withFallback(
                    ConfigFactory.parseString(
                            "pekko.actor { allow-java-serialization = off, serialize-messages = on }"))
            .withFallback(
                    ConfigFactory.load()));
    private static final String JOURNAL_ID = "Call|" + PaperPeers.ID.value();

    private final PersistenceTestKit journal = PersistenceTestKit.create(KIT.system());
    private final PaperPeers peers = new PaperPeers();
    private final TestProbe<ClusterSharding.ShardCommand> shard = KIT.createTestProbe();
    private ActorRef<CallActor.Command> call;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        journal.clearAll();
        call = spawn();
    }

    private ActorRef<CallActor.Command> spawn() {
        return KIT.spawn(CallActor.create(PaperPeers.ID, peers.ports(CallListener.NONE), shard.ref()));
    }

    private void tell(CallInput input) {
        call.tell(new CallActor.Input(input));
    }

    private Optional<CallView> view(ActorRef<CallActor.Command> asked) {
        TestProbe<CallActor.Viewed> probe = KIT.createTestProbe();
        asked.tell(new CallActor.View(probe.ref()));
        return probe.receiveMessage().call();
    }

    @Test
    void journalsTheAnswerAndTheEndAndNothingElse() {
        tell(peers.invite());
        tell(peers.calleeAnswers());
        assertThat(journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallAnswered.class).story()).contains(
                "INVITE|INVITE").contains("200");
        tell(peers.callerHangsUp());
        tell(peers.calleeConfirmsBye());
        assertThat(journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallEnded.class).story()).contains("BYE|BYE");
        journal.expectNothingPersisted(JOURNAL_ID, Duration.ofMillis(50));
        shard.expectMessageClass(ClusterSharding.Passivate.class);
    }

    @Test
    void journalsAChangedSessionBeforeItsAnswerIsPassedOn() {
        tell(peers.invite());
        tell(peers.calleeAnswers());
        tell(peers.callerHolds());
        tell(peers.calleeIsHeld());
        journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallAnswered.class);
        assertThat(journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.SessionChanged.class)).satisfies(changed -> {
            assertThat(changed.media().hold().byCaller()).isTrue();
            assertThat(changed.story()).contains("held by caller");
        });
    }

    @Test
    void anAnsweredCallComesBackAfterItsProcessDied() {
        tell(peers.invite());
        tell(peers.calleeAnswers());
        journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallAnswered.class);
        KIT.stop(call);
        peers.resumed();

        call = spawn();
        assertThat(view(call)).hasValueSatisfying(view -> assertThat(view.state()).isEqualTo("Talking"));
        tell(peers.callerHangsUp());
        tell(peers.calleeConfirmsBye());
        journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallEnded.class);
        assertThat(peers.reopenedPorts()).contains(20_000, 20_002);
        assertThat(peers.sentMethods()).containsExactly(SipMethod.BYE);
        assertThat(peers.responseStatuses()).containsExactly(200);
    }

    @Test
    void aCallThatIsLetGoWritesNothingAndComesBackAsItWas() {
        AtomicBoolean member = new AtomicBoolean(true);
        peers.load().actOnlyWhile(member::get);
        tell(peers.invite());
        tell(peers.calleeAnswers());
        journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallAnswered.class);

        member.set(false);
        tell(peers.callerHangsUp());
        call.tell(CallActor.LetGo.NOW);
        KIT.createTestProbe().expectTerminated(call);
        journal.expectNothingPersisted(JOURNAL_ID, Duration.ofMillis(50));

        member.set(true);
        assertThat(view(spawn()).orElseThrow().state()).isEqualTo("Talking");
    }

    @Test
    void saysWhatItIsWhileItLivesAndAfterwards() {
        tell(peers.invite());
        tell(peers.calleeAnswers());
        assertThat(view(call)).hasValueSatisfying(view -> {
            assertThat(view.state()).isEqualTo("Talking");
            assertThat(view.legs()).hasSize(2);
            assertThat(view.trace()).extracting(CallView.TraceEntry::summary)
                    .containsSubsequence("INVITE",
                            "100 Trying", "INVITE", "200 Said so", "ACK", "200 Said so");
        });
        tell(peers.callerHangsUp());
        tell(peers.calleeConfirmsBye());
        shard.expectMessageClass(ClusterSharding.Passivate.class);
        KIT.stop(call);

        assertThat(view(spawn())).hasValueSatisfying(view -> {
            assertThat(view.state()).isEqualTo("Ended");
            assertThat(view.cause().orElseThrow().side()).isEqualTo("caller");
            assertThat(view.trace()).extracting(CallView.TraceEntry::summary).contains("BYE", "INVITE");
        });
    }

    @Test
    void aCallThatNeverWasSaysSoAndGoes() {
        assertThat(view(call)).isEmpty();
        shard.expectMessageClass(ClusterSharding.Passivate.class);
    }

    @Test
    void anAnswerThatTheJournalRefusesIsNotGiven() {
        tell(peers.invite());
        view(call);
        journal.failNextPersisted(JOURNAL_ID);
        tell(peers.calleeAnswers());
        KIT.createTestProbe().expectTerminated(call, Duration.ofSeconds(3));

        assertThat(peers.responseStatuses()).containsExactly(503);
        assertThat(peers.sentMethods()).contains(SipMethod.BYE);
    }

    /** Design §2; here every message goes through the form that it has between nodes. */
    @Test
    void countsWhatPeersHaveSaidToAnotherNode() {
        tell(peers.invite());
        tell(peers.calleeAnswers());
        tell(peers.callerHangsUp());
        tell(peers.calleeConfirmsBye());
        tell(new CallInput.HangUp("no message of a peer's"));
        view(call);

        assertThat(peers.load().heardFar()).isEqualTo(4);
        assertThat(peers.load().heardHere()).isZero();
    }

    @Test
    void aCallWhoseNodeMayBeNoMemberAnyMoreDoesNothingUntilThatIsKnown() {
        tell(peers.invite());
        tell(peers.calleeAnswers());
        journal.expectNextPersistedClass(JOURNAL_ID, CallEvent.CallAnswered.class);
        AtomicBoolean member = new AtomicBoolean();
        peers.load().actOnlyWhile(member::get);
        tell(peers.callerHangsUp());
        journal.expectNothingPersisted(JOURNAL_ID, Duration.ofMillis(300));
        assertThat(peers.sentMethods()).doesNotContain(SipMethod.BYE);

        member.set(true);
        assertThat(view(call)).hasValueSatisfying(view -> assertThat(view.state()).isEqualTo("Releasing"));
        assertThat(peers.sentMethods()).contains(SipMethod.BYE);
    }
}
