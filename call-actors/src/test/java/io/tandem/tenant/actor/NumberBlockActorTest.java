package io.tandem.tenant.actor;

import static io.tandem.tenant.Samples.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.Service;
import io.tandem.tenant.NumberAssignment;
import io.tandem.tenant.NumberBlock;
import io.tandem.tenant.NumberBlock.Verdict;
import io.tandem.tenant.TenantInput.BlockAnswered;
import io.tandem.tenant.TenantInput.HoldDoubted;
import io.tandem.tenant.actor.NumberBlockActor.Changed;
import io.tandem.tenant.actor.NumberBlockActor.Claim;
import io.tandem.tenant.actor.NumberBlockActor.Contents;
import io.tandem.tenant.actor.NumberBlockActor.Release;
import io.tandem.tenant.number.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A block: one holder for each number, answers to the account, changes to the caches. */
class NumberBlockActorTest {
    private static final PhoneNumber NUMBER = number("+441632960001");

    private static ActorTestKit kit;
    private final RecordedNeighbours neighbours = new RecordedNeighbours();
    private final List<Changed> published = new ArrayList<>();
    private EventSourcedBehaviorTestKit<NumberBlockActor.Command, NumberBlock.Event, NumberBlock> block;

    @BeforeAll
    static void startSystem() {
        kit = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    }

    @AfterAll
    static void stopSystem() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void startBlock() {
        block = EventSourcedBehaviorTestKit.create(kit.system(),
                NumberBlockActor.create(NUMBER.block(), neighbours, published::add),
                EventSourcedBehaviorTestKit.enabledSerializationSettings().withVerifyEquality(true));
        block.clear();
    }

    @Test
    void theFirstClaimWinsAndTheHolderIsAskedWhetherItHoldsIndeed() {
        block.runCommand(new Claim(NUMBER, of("acme"), 3));
        block.runCommand(new Claim(NUMBER, of("zeta"), 7));

        assertThat(neighbours.told).containsExactly(
                new TenantActor.Heard(new BlockAnswered(NUMBER, 3, Verdict.CLAIMED)),
                new TenantActor.Heard(new BlockAnswered(NUMBER, 7, Verdict.HELD_ELSEWHERE)),
                new TenantActor.Heard(new HoldDoubted(NUMBER)));
        assertThat(published).containsExactly(new Changed(NUMBER.block(), 1, 1, Optional.of(of("acme"))));
    }

    @Test
    void aRepeatedClaimIsGrantedWithoutAnEvent() {
        block.runCommand(new Claim(NUMBER, of("acme"), 3));
        assertThat(block.runCommand(new Claim(NUMBER, of("acme"), 3)).hasNoEvents()).isTrue();
    }

    @Test
    void anOvertakenClaimAfterTheReleaseChangesNothingAlsoAfterARestart() {
        block.runCommand(new Claim(NUMBER, of("acme"), 3));
        block.runCommand(new Release(NUMBER, "acme", 5));
        block.restart();

        assertThat(block.runCommand(new Claim(NUMBER, of("acme"), 3)).hasNoEvents()).isTrue();
        assertThat(block.getState().holder(NUMBER)).isEmpty();
    }

    @Test
    void aReaderGetsWhatIsHeldOrThatNothingChanged() {
        block.runCommand(new Claim(NUMBER, of("acme"), 3));

        Contents contents = read(-1);
        assertThat(contents.numbers()).containsExactly(new Contents.Held(1, of("acme")));
        assertThat(read(contents.version()).unchanged()).isTrue();
    }

    private Contents read(long known) {
        return block.<Contents>runCommand(replyTo -> new NumberBlockActor.Read(known, replyTo)).reply();
    }

    private static NumberAssignment of(String account) {
        return new NumberAssignment(account, Optional.of(Service.OPERATOR_CONNECT), Optional.empty());
    }
}
