package io.tandem.call.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallEvent;
import io.tandem.call.CallFacts;
import io.tandem.call.SampleCalls;
import io.tandem.call.Provisioned;
import io.tandem.call.Transferral;
import io.tandem.port.actor.NewerBuild;
import io.tandem.leg.SessionTimer;
import io.tandem.sip.dialog.Dialog;
import io.tandem.sip.message.Address;
import io.tandem.media.session.MediaEnd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallEventSerializerTest {
    private final CallEventSerializer serializer = new CallEventSerializer();

    static List<CallEvent> events() {
        return Stream.of(SampleCalls.events(), SampleCalls.hunted(), List.of(SampleCalls.held()),
                List.of(SampleCalls.timed(), SampleCalls.owing(), SampleCalls.owingANewParty()))
                .flatMap(List::stream)
                .toList();
    }

    static List<Arguments> samples() {
        return Stream.of(SampleCalls.events().stream().map(event -> Arguments.of(1, event)),
                SampleCalls.hunted().stream().map(event -> Arguments.of(2, event)), // with failed attempts
                Stream.of(Arguments.of(1, SampleCalls.held()),
                        Arguments.of(3, SampleCalls.owing()), // with offers that are owed
                        Arguments.of(2, SampleCalls.withoutGoneTags(SampleCalls.owingANewParty())),
                        Arguments.of(3, SampleCalls.owingANewParty()))) // with the dialog that is over
                .flatMap(each -> each)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatItWrites(CallEvent event) throws Exception {
        byte[] bytes = serializer.toBinary(event);

        assertThat(serializer.fromBinary(bytes, serializer.manifest(event))).isEqualTo(event);
    }

    @Test
    @Tag("TSP-115")
    void keepsTheSessionTimerOfEachLeg() throws Exception {
        CallEvent stored = SampleCalls.timed();

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored)))
                .isInstanceOfSatisfying(CallEvent.CallAnswered.class, read -> {
                    assertThat(read.caller().timer().ours()).isTrue();
                    assertThat(read.callee().timer()).extracting(SessionTimer::seconds, SessionTimer::ours,
                            SessionTimer::shared, SessionTimer::least).containsExactly(600, false, true, 120);
                });
    }

    /** What a side is owed outlives the node; an ordinary call's event is not a byte longer for it. */
    @Test
    @Tag("F-26")
    void keepsTheOffersThatAreOwed() throws Exception {
        CallEvent stored = SampleCalls.owing();

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored)))
                .isInstanceOfSatisfying(CallEvent.CallAnswered.class, read -> {
                    assertThat(read.owed()).hasSize(1);
                    assertThat(read.owed()).isEqualTo(((CallEvent.CallAnswered) stored).owed());
                });
        assertThat(new String(serializer.toBinary(SampleCalls.events().getFirst()), StandardCharsets.ISO_8859_1))
                .doesNotContain("owed");
    }

    @Test
    @Tag("TRAP-39")
    void keepsARouteSetInItsOrder() throws Exception {
        CallEvent.CallAnswered answered = (CallEvent.CallAnswered) SampleCalls.events().getFirst();
        List<Address> routes = Stream.of("<sip:near.example;lr>", "<sip:middle.example;lr>", "<sip:far.example;lr>")
                .map(route -> Address.parse(route).orElseThrow())
                .toList();
        Dialog dialog = answered.callee().dialog();
        Dialog routed = new Dialog(dialog.id(), dialog.role(), dialog.confirmed(), dialog.local(), dialog.remote(),
                dialog.remoteTarget(), routes, dialog.localCSeq(), dialog.remoteCSeq(), dialog.secure());
        CallEvent stored = new CallEvent.CallAnswered(answered.facts(), answered.answeredAt(), answered.caller(),
                answered.callee().with(routed), answered.media(), answered.story());

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored)))
                .isInstanceOfSatisfying(CallEvent.CallAnswered.class,
                        read -> assertThat(read.callee().dialog().routeSet()).isEqualTo(routes));
    }

    @Test
    void keepsThatACallWasForHelp() throws Exception {
        CallEvent.CallEnded ended = (CallEvent.CallEnded) SampleCalls.events().getLast();
        CallFacts facts = ended.facts();
        CallEvent help = new CallEvent.CallEnded(new CallFacts(facts.id(), facts.startedAt(), facts.calling(), "911",
                facts.inboundGroup(), facts.account(), facts.service(), facts.outboundGroup(), facts.decision(),
                facts.failedAttempts(), true),
                ended.answeredAt(), ended.endedAt(), ended.cause(), ended.legs(), ended.media(), ended.stats(),
                ended.story());

        assertThat(serializer.fromBinary(serializer.toBinary(help), serializer.manifest(help))).isEqualTo(help);
    }

    @Test
    @Tag("NUM-46")
    void keepsTheNumberOfThePlaceThatACallWasShownBy() throws Exception {
        CallEvent.CallAnswered answered = (CallEvent.CallAnswered) SampleCalls.events().getFirst();
        CallFacts facts = answered.facts();
        CallFacts shown = new CallFacts(facts.id(), facts.startedAt(), facts.calling(), "911", facts.inboundGroup(),
                facts.account(), facts.service(), facts.outboundGroup(), facts.decision(), facts.failedAttempts(), true,
                Provisioned.NOTHING, List.of(), Optional.of("+14257275678"), Set.of());
        CallEvent stored = new CallEvent.CallAnswered(shown, answered.answeredAt(), answered.caller(),
                answered.callee(), answered.media(), answered.story());

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored))).isEqualTo(stored);
        assertThat(new String(serializer.toBinary(answered), StandardCharsets.ISO_8859_1)).doesNotContain("elin");
    }

    @Test
    @Tag("TSP-165")
    void keepsWhoWasSilent() throws Exception {
        CallEvent.CallEnded ended = (CallEvent.CallEnded) SampleCalls.events().getLast();
        CallFacts facts = ended.facts();
        CallFacts muted = new CallFacts(facts.id(), facts.startedAt(), facts.calling(), facts.called(),
                facts.inboundGroup(), facts.account(), facts.service(), facts.outboundGroup(), facts.decision(),
                facts.failedAttempts(), false, Provisioned.NOTHING, List.of(), Optional.empty(),
                Set.of(MediaEnd.CALLEE));
        CallEvent stored = new CallEvent.CallEnded(muted, ended.answeredAt(), ended.endedAt(), ended.cause(),
                ended.legs(), ended.media(), ended.stats(), ended.story());

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored))).isEqualTo(stored);
        assertThat(new String(serializer.toBinary(ended), StandardCharsets.ISO_8859_1)).doesNotContain("muted");
    }

    /** MET-51: what the number's account added to messages; an ordinary call's event is not a byte longer for it. */
    @Test
    @Tag("F-30")
    void keepsWhatTheNumbersAccountAdds() throws Exception {
        CallEvent.CallAnswered answered = (CallEvent.CallAnswered) SampleCalls.events().getFirst();
        CallFacts facts = answered.facts();
        CallFacts adding = new CallFacts(facts.id(), facts.startedAt(), facts.calling(), facts.called(),
                facts.inboundGroup(), facts.account(), facts.service(), facts.outboundGroup(), facts.decision(),
                facts.failedAttempts(), false, new Provisioned(Optional.of("gold"), Optional.of("contoso")), List.of());
        CallEvent stored = new CallEvent.CallAnswered(adding, answered.answeredAt(), answered.caller(),
                answered.callee(), answered.media(), answered.story());

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored))).isEqualTo(stored);
        assertThat(new String(serializer.toBinary(answered), StandardCharsets.ISO_8859_1)).doesNotContain("custom");
    }

    @Test
    void keepsWhatWasTriedToPutAnotherPartyInASidesPlace() throws Exception {
        CallEvent.CallEnded ended = (CallEvent.CallEnded) SampleCalls.events().getLast();
        CallFacts facts = ended.facts();
        CallFacts transferred = new CallFacts(facts.id(), facts.startedAt(), facts.calling(), facts.called(),
                facts.inboundGroup(), facts.account(), facts.service(), facts.outboundGroup(), facts.decision(),
                facts.failedAttempts(), false, Provisioned.NOTHING,
                List.of(new Transferral(1, "mps-1", "teams", 2, "+441632960222", 200, "gone"),
                        new Transferral(1, "mps-1", "teams", 9, "+441632960333", 0, "")));
        CallEvent stored = new CallEvent.CallEnded(transferred, ended.answeredAt(), ended.endedAt(), ended.cause(),
                ended.legs(), ended.media(), ended.stats(), ended.story());

        assertThat(serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored))).isEqualTo(stored);
    }

    /** What any build ever wrote stays readable by every later one: these files are never regenerated. */
    @ParameterizedTest
    @MethodSource("samples")
    void readsTheSamplesOfEveryVersion(int version, CallEvent event) throws Exception {
        byte[] stored = sample(serializer.manifest(event) + "-" + version + ".hex");

        assertThat(serializer.fromBinary(stored, serializer.manifest(event))).isEqualTo(event);
    }

    /** A call moves to a node of an older build, in the middle of an upgrade or on the way back from one. */
    @ParameterizedTest
    @MethodSource("samples")
    void leavesWhatANewerBuildHasStoredMoreOf(int version, CallEvent event) throws Exception {
        byte[] stored = NewerBuild.of(sample(serializer.manifest(event) + "-" + version + ".hex"));

        assertThat(serializer.fromBinary(stored, serializer.manifest(event))).isEqualTo(event);
    }

    @Test
    void namesItsEventsForEver() {
        assertThat(SampleCalls.events()).extracting(serializer::manifest)
                .containsExactly("call-answered",
                        "call-ended");
        assertThat(serializer.manifest(SampleCalls.held())).isEqualTo("session-changed");
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = CallEventSerializerTest.class.getResourceAsStream("/events/" + name)) {
            return HexFormat.of()
                    .parseHex(
                            new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).replaceAll("\\s",
                                    ""));
        }
    }
}
