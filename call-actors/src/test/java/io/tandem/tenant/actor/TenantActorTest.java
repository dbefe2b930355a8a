package io.tandem.tenant.actor;

import static io.tandem.tenant.Samples.account;
import static io.tandem.tenant.Samples.number;
import static io.tandem.tenant.Samples.operatorConnectNumber;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.tenant.AccountIndex;
import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.NumberBlock.Verdict;
import io.tandem.tenant.TenantEvent;
import io.tandem.tenant.TenantInput;
import io.tandem.tenant.TenantLimits;
import io.tandem.tenant.TenantReply;
import io.tandem.tenant.TenantReply.Refusal;
import io.tandem.tenant.TenantState;
import io.tandem.tenant.number.PhoneNumber;
import io.tandem.port.Service;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant's shell: wishes before orders, replies after answers, and what it does after a crash. */
class TenantActorTest {
    private static final PhoneNumber NUMBER = number("+441632960001");
    private static final NumberAssignment ASSIGNMENT = new NumberAssignment("acme",
            Optional.of(Service.OPERATOR_CONNECT), Optional.of("header-1"));

    private static ActorTestKit kit;
    private RecordedNeighbours neighbours;
    private EventSourcedBehaviorTestKit<TenantActor.Command, TenantEvent, TenantState> tenant;
    private TestProbe<TenantReply> client;

    @BeforeAll
    static void startSystem() {
        kit = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    }

    @AfterAll
    static void stopSystem() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void startTenant() {
        neighbours = new RecordedNeighbours();
        // The state is stored in another form (TenantSnapshot), which has its own test.
        tenant = EventSourcedBehaviorTestKit.create(kit.system(),
                TenantActor.create("acme", neighbours, TenantLimits.DEFAULT),
                EventSourcedBehaviorTestKit.enabledSerializationSettings()
                        .withVerifyEquality(true)
                        .withVerifyState(
                                false));
        tenant.clear();
        neighbours.told.clear();
        client = kit.createTestProbe();
    }

    @Test
    void anAccountIsWishedForThenListedThenAcknowledged() {
        var result = ask(new TenantInput.PutAccount(account("acme")));

        assertThat(result.events()).containsExactly(new TenantEvent.AccountWished(account("acme")));
        assertThat(neighbours.told).containsExactly(
                new AccountIndexActor.ListAccount("acme", account("acme").serviceDetails(), 1));
        client.expectNoMessage();

        indexAnswers(1, AccountIndex.Verdict.LISTED);
        assertThat(client.receiveMessage()).isInstanceOfSatisfying(TenantReply.AccountStored.class,
                reply -> assertThat(reply.created()).isTrue());
    }

    @Test
    void aNumberIsWishedForThenClaimedThenAcknowledged() {
        openAccount();
        var result = ask(new TenantInput.PutNumber(operatorConnectNumber(NUMBER.e164())));

        assertThat(result.events()).containsExactly(
                new TenantEvent.NumberWished(operatorConnectNumber(NUMBER.e164())));
        assertThat(neighbours.told).containsExactly(new NumberBlockActor.Claim(NUMBER, ASSIGNMENT, 3));

        blockAnswers(3, Verdict.CLAIMED);
        assertThat(client.receiveMessage()).isInstanceOf(TenantReply.NumberStored.class);
    }

    @Test
    void aNumberOfAnotherAccountIsRefusedAndForgotten() {
        openAccount();
        ask(new TenantInput.PutNumber(operatorConnectNumber(NUMBER.e164())));
        blockAnswers(3, Verdict.HELD_ELSEWHERE);

        assertThat(client.receiveMessage()).isEqualTo(TenantReply.Refused.of(Refusal.NUMBER_HELD_ELSEWHERE));
        ask(new TenantInput.GetNumber(NUMBER));
        assertThat(client.receiveMessage()).isEqualTo(TenantReply.Refused.of(Refusal.NO_SUCH_NUMBER));
    }

    @Test
    void aCrashBetweenTheBlocksClaimAndTheTenantsEventIsMadeGoodOnRecovery() {
        openAccount();
        ask(new TenantInput.PutNumber(operatorConnectNumber(NUMBER.e164())));
        neighbours.told.clear();
        // The block has claimed and answered; the tenant died before it heard.
        tenant.restart();

        assertThat(neighbours.told).containsExactly(new NumberBlockActor.Claim(NUMBER, ASSIGNMENT, 3));
        ask(new TenantInput.GetNumber(NUMBER)); // waits for the claim's end
        client.expectNoMessage();
        blockAnswers(3, Verdict.CLAIMED);
        assertThat(client.receiveMessage()).isInstanceOf(TenantReply.NumberFound.class);
    }

    @Test
    void aCrashBetweenTheBlocksReleaseAndTheTenantsEventIsMadeGoodOnRecovery() {
        openAccount();
        holdNumber();
        ask(new TenantInput.DeleteNumber(NUMBER));
        neighbours.told.clear();
        tenant.restart();

        assertThat(neighbours.told).containsExactly(new NumberBlockActor.Release(NUMBER, "acme", 5));
        ask(new TenantInput.GetNumber(NUMBER));
        blockAnswers(5, Verdict.RELEASED);
        assertThat(client.receiveMessage()).isEqualTo(TenantReply.Refused.of(Refusal.NO_SUCH_NUMBER));
    }

    @Test
    void anAccountWithNumbersIsDeletedOnlyWithThem() {
        openAccount();
        holdNumber();
        ask(new TenantInput.DeleteAccount(false));
        assertThat(client.receiveMessage()).isEqualTo(TenantReply.Refused.of(Refusal.ACCOUNT_NOT_EMPTY));

        ask(new TenantInput.DeleteAccount(true));
        assertThat(neighbours.told).contains(new NumberBlockActor.Release(NUMBER, "acme", 5));
        blockAnswers(5, Verdict.RELEASED);
        assertThat(neighbours.told).contains(new AccountIndexActor.StrikeAccount("acme", 5));
        indexAnswers(5, AccountIndex.Verdict.STRUCK);
        assertThat(client.receiveMessage()).isEqualTo(new TenantReply.AccountGone());
        assertThat(tenant.getState()).isInstanceOf(TenantState.Absent.class);
    }

    @Test
    void aCrashWhileAnAccountIsDeletedGoesOnWithIt() {
        openAccount();
        holdNumber();
        ask(new TenantInput.DeleteAccount(true));
        neighbours.told.clear();
        tenant.restart();

        assertThat(neighbours.told).containsExactly(new NumberBlockActor.Release(NUMBER, "acme", 5));
    }

    @Test
    void requestsAboutAChangingNumberWaitInOrder() {
        openAccount();
        ask(new TenantInput.PutNumber(operatorConnectNumber(NUMBER.e164())));
        ask(new TenantInput.DeleteNumber(NUMBER));
        ask(new TenantInput.GetNumber(NUMBER));
        blockAnswers(3, Verdict.CLAIMED);
        assertThat(client.receiveMessage()).isInstanceOf(TenantReply.NumberStored.class);

        tenant.runCommand(new TenantActor.Heard(new TenantInput.HoldDoubted(NUMBER))); // lets the waiting ones in
        blockAnswers(5, Verdict.RELEASED);
        assertThat(client.receiveMessage()).isEqualTo(new TenantReply.NumberGone());
        assertThat(client.receiveMessage()).isEqualTo(TenantReply.Refused.of(Refusal.NO_SUCH_NUMBER));
    }

    @Test
    void tooManyWaitersAreBusy() {
        openAccount();
        ask(new TenantInput.PutNumber(operatorConnectNumber(NUMBER.e164())));
        for (int i = 0; i < 65; i++) {
            ask(new TenantInput.GetNumber(NUMBER));
        }

        assertThat(client.receiveMessage()).isEqualTo(TenantReply.Refused.of(Refusal.BUSY));
    }

    @Test
    void aDoubtedNumberThatItDoesNotHoldIsReleased() {
        openAccount();
        tenant.runCommand(new TenantActor.Heard(new TenantInput.HoldDoubted(NUMBER)));

        assertThat(neighbours.told).containsExactly(new NumberBlockActor.Release(NUMBER, "acme", 2));
    }

    private void openAccount() {
        ask(new TenantInput.PutAccount(account("acme")));
        indexAnswers(1, AccountIndex.Verdict.LISTED);
        client.receiveMessage();
        neighbours.told.clear();
    }

    private void holdNumber() {
        ask(new TenantInput.PutNumber(operatorConnectNumber(NUMBER.e164())));
        blockAnswers(3, Verdict.CLAIMED);
        client.receiveMessage();
        neighbours.told.clear();
    }

    private EventSourcedBehaviorTestKit.CommandResult<TenantActor.Command, TenantEvent, TenantState> ask(
            TenantInput.Request request) {
        return tenant.runCommand(new TenantActor.Request(request, client.getRef()));
    }

    private void blockAnswers(long revision, Verdict verdict) {
        tenant.runCommand(new TenantActor.Heard(new TenantInput.BlockAnswered(NUMBER, revision, verdict)));
    }

    private void indexAnswers(long revision, AccountIndex.Verdict verdict) {
        tenant.runCommand(new TenantActor.Heard(new TenantInput.IndexAnswered(revision, verdict)));
    }

}
