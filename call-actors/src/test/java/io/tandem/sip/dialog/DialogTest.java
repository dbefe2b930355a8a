package io.tandem.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Uri;
import io.tandem.sip.message.Via;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RFC 3261 §12. */
class DialogTest {
    private static final String ALICE = "sip:alice@192.0.2.1";
    private static final String BOB = "sip:bob@192.0.2.2";
    private static final String P1 = "<sip:192.0.2.11;lr>";
    private static final String P2 = "<sip:192.0.2.12;lr>";
    private static final String STRICT = "<sip:192.0.2.13>";
    private static final Address OURS = address("<sip:192.0.2.9>");

    private final SipRequest invite = request(SipMethod.INVITE, 7, "<" + ALICE + ";transport=udp>").build();

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Uri uri(String text) {
        return Uri.parse(text).orElseThrow();
    }

    private static SipRequest.Builder request(SipMethod method, long cseq, String contact) {
        return SipRequest.builder(method, uri(BOB))
                .via(Via.of("UDP", "192.0.2.1", 5060, "z9hG4bK-1"))
                .from(
                        address("\"Alice\" <" + ALICE + ">;tag=a"))
                .to(address("<" + BOB + ">"))
                .callId("call-1")
                .cseq(
                        new CSeq(cseq, method))
                .maxForwards(70)
                .contact(address(contact));
    }

    private SipRequest inviteThrough(String... recordRoutes) {
        SipRequest.Builder routed = invite.toBuilder();
        for (String route : recordRoutes) {
            routed.add(HeaderName.RECORD_ROUTE, route);
        }
        return routed.build();
    }

    private SipResponse answer(int status, String contact, String... recordRoutes) {
        SipResponse.Builder response = SipResponse.to(invite, status).toTag("b").contact(address(contact));
        for (String route : recordRoutes) {
            response.add(HeaderName.RECORD_ROUTE, route);
        }
        return response.build();
    }

    private Dialog called(String... recordRoutes) {
        return Dialog.uacDialog(invite, answer(200, "<sip:bob@192.0.2.22>", recordRoutes)).orElseThrow();
    }

    private static SipRequest next(Dialog dialog, SipMethod method) {
        return dialog.newRequest(method, OURS, 70).request().build();
    }

    private static List<String> routesOf(SipRequest request) {
        return request.headers().values(HeaderName.ROUTE);
    }

    @Test
    void theCalleesDialogIsTheInviteSeenFromTheOtherEnd() {
        Dialog dialog = Dialog.uasDialog(inviteThrough(P1, P2), "b");
        assertThat(dialog.id()).isEqualTo(new DialogId("call-1", "b", "a"));
        assertThat(dialog.role()).isEqualTo(Dialog.Role.UAS);
        assertThat(dialog.confirmed()).isFalse();
        assertThat(dialog.confirm().confirmed()).isTrue();
        assertThat(dialog.remoteTarget().text()).isEqualTo(ALICE + ";transport=udp");
        assertThat(dialog.remoteCSeq()).isEqualTo(7);
        assertThat(dialog.localCSeq()).isEqualTo(-1);
        assertThat(dialog.local().tag()).contains("b");
        assertThat(dialog.remote().tag()).contains("a");
    }

    @Test
    @Tag("TRAP-39")
    void theCalleesRouteSetKeepsTheOrderAndTheCallersReversesIt_TRAP39() {
        Dialog callee = Dialog.uasDialog(inviteThrough(P2, P1), "b");
        assertThat(routesOf(next(callee, SipMethod.BYE))).containsExactly(P2, P1);
        Dialog caller = called(P2, P1);
        assertThat(routesOf(next(caller, SipMethod.BYE))).containsExactly(P1, P2);
    }

    @Test
    void aProvisionalMakesAnEarlyDialogAndThe2xxConfirmsItWithItsOwnRouteSetAndTarget() {
        Dialog early = Dialog.uacDialog(invite, answer(180, "<sip:bob@192.0.2.21>", P1)).orElseThrow();
        assertThat(early.confirmed()).isFalse();
        Dialog afterPrack = early.newRequest(SipMethod.PRACK, OURS, 70).dialog();
        Dialog confirmed = afterPrack.confirm(answer(200, "<sip:bob@192.0.2.22>", P2, P1));
        assertThat(confirmed.confirmed()).isTrue();
        assertThat(confirmed.remoteTarget().text()).isEqualTo("sip:bob@192.0.2.22");
        assertThat(confirmed.localCSeq()).isEqualTo(8);
        assertThat(routesOf(next(confirmed, SipMethod.BYE))).containsExactly(P1, P2);
    }

    @Test
    void aTryingOrARefusalOrAnUntaggedProvisionalMakesNoDialog() {
        assertThat(Dialog.uacDialog(invite, SipResponse.to(invite, 100).build())).isEmpty();
        assertThat(Dialog.uacDialog(invite, SipResponse.to(invite, 180).build())).isEmpty();
        assertThat(Dialog.uacDialog(invite, answer(486, "<" + BOB + ">"))).isEmpty();
    }

    @Test
    @Tag("TRAP-10")
    void everyRequestIsNumberedOneAboveTheLast_TRAP10() {
        Dialog.Numbered first = called().newRequest(SipMethod.INFO, OURS, 70);
        Dialog.Numbered second = first.dialog().newRequest(SipMethod.BYE, OURS, 70);
        assertThat(first.request().build().cseq()).isEqualTo(new CSeq(8, SipMethod.INFO));
        assertThat(second.request().build().cseq()).isEqualTo(new CSeq(9, SipMethod.BYE));
    }

    @Test
    void theCalleesFirstRequestStartsItsOwnNumbers() {
        Dialog.Numbered first = Dialog.uasDialog(invite, "b").newRequest(SipMethod.BYE, OURS, 70);
        assertThat(first.request().build().cseq()).isEqualTo(new CSeq(1, SipMethod.BYE));
        assertThat(first.dialog().localCSeq()).isEqualTo(1);
    }

    @Test
    void aRequestNamesTheDialogAndGoesToTheTarget() {
        SipRequest bye = next(called(), SipMethod.BYE);
        assertThat(bye.requestUri().text()).isEqualTo("sip:bob@192.0.2.22");
        assertThat(bye.from().text()).isEqualTo("\"Alice\" <" + ALICE + ">;tag=a");
        assertThat(bye.to().text()).isEqualTo("<" + BOB + ">;tag=b");
        assertThat(bye.callId()).isEqualTo("call-1");
        assertThat(bye.maxForwards()).isEqualTo(70);
        assertThat(routesOf(bye)).isEmpty();
        assertThat(bye.headers().contains(HeaderName.CONTACT)).isFalse();
        assertThat(next(called(), SipMethod.INVITE).headers().first(HeaderName.CONTACT)).contains(OURS.text());
    }

    @Test
    void aStrictRouterTakesTheRequestUriAndTheTargetComesLast() {
        Dialog dialog = called(P1, STRICT); // reversed: the strict router is first
        SipRequest bye = next(dialog, SipMethod.BYE);
        assertThat(bye.requestUri().text()).isEqualTo("sip:192.0.2.13");
        assertThat(routesOf(bye)).containsExactly(P1, "<sip:bob@192.0.2.22>");
        assertThat(dialog.nextHop().text()).isEqualTo("sip:192.0.2.13");
    }

    @Test
    void theNextHopIsTheFirstRouteElseTheTarget() {
        assertThat(called(P2, P1).nextHop().text()).isEqualTo("sip:192.0.2.11;lr");
        assertThat(called().nextHop().text()).isEqualTo("sip:bob@192.0.2.22");
    }

    @Test
    void theAckIsNumberedAsItsInviteAndRoutedAsTheDialog() {
        SipRequest ack = called(P1).newRequest(SipMethod.INFO, OURS, 70).dialog().ack(7, 70).build();
        assertThat(ack.cseq()).isEqualTo(new CSeq(7, SipMethod.ACK));
        assertThat(routesOf(ack)).containsExactly(P1);
        assertThat(ack.requestUri().text()).isEqualTo("sip:bob@192.0.2.22");
    }

    @Test
    void aLowerNumberIsOutOfOrderAndAHigherOneCounts() {
        Dialog dialog = Dialog.uasDialog(invite, "b");
        assertThat(dialog.receive(request(SipMethod.BYE, 6, "<" + ALICE + ">").build())).isEqualTo(
                new DialogRequestVerdict.OutOfOrder(7, 6));
        assertThat(inOrder(dialog, request(SipMethod.INFO, 12, "<" + ALICE + ">").build()).remoteCSeq()).isEqualTo(12);
        assertThat(DialogRequestVerdict.OutOfOrder.STATUS).isEqualTo(500);
    }

    @Test
    void thePeersFirstRequestToTheCallerMayHaveAnyNumber() {
        assertThat(inOrder(called(), request(SipMethod.BYE, 1, "<" + BOB + ">").build()).remoteCSeq()).isEqualTo(1);
    }

    @Test
    void anAckNeitherCountsNorIsOutOfOrder() {
        Dialog dialog = inOrder(Dialog.uasDialog(invite, "b"), request(SipMethod.INFO, 9, "<" + ALICE + ">").build());
        assertThat(inOrder(dialog, request(SipMethod.ACK, 7, "<sip:elsewhere>").build())).isEqualTo(dialog);
    }

    @Test
    void inviteAndUpdateRefreshTheTargetAndOthersDoNot() {
        Dialog dialog = Dialog.uasDialog(invite, "b");
        String moved = "sip:alice@192.0.2.31";
        for (SipMethod refreshing : List.of(SipMethod.INVITE, SipMethod.UPDATE)) {
            Dialog after = inOrder(dialog, request(refreshing, 8, "<" + moved + ">").build());
            assertThat(after.remoteTarget().text()).isEqualTo(moved);
            assertThat(after.routeSet()).isEqualTo(dialog.routeSet());
        }
        assertThat(inOrder(dialog, request(SipMethod.INFO, 8, "<" + moved + ">").build()).remoteTarget()).isEqualTo(
                dialog.remoteTarget());
    }

    @Test
    void the2xxToOurReinviteRefreshesTheTargetAndARefusalDoesNot() {
        Dialog dialog = called();
        SipRequest reinvite = dialog.newRequest(SipMethod.INVITE, OURS, 70)
                .request()
                .via(
                        Via.of("UDP", "192.0.2.1", 5060, "z9hG4bK-2"))
                .build();
        Address moved = address("<sip:bob@192.0.2.32>");
        SipResponse accepted = SipResponse.to(reinvite, 200).contact(moved).build();
        SipResponse refused = SipResponse.to(reinvite, 488).contact(moved).build();
        assertThat(dialog.refreshTarget(accepted).remoteTarget()).isEqualTo(moved.uri());
        assertThat(dialog.refreshTarget(refused)).isEqualTo(dialog);
    }

    @Test
    void aMissingContactLeavesWhatIsKnown() {
        SipRequest bare = invite.toBuilder().remove(HeaderName.CONTACT).build();
        assertThat(Dialog.uasDialog(bare, "b").remoteTarget().text()).isEqualTo(ALICE);
        SipResponse bareAnswer = SipResponse.to(invite, 200).toTag("b").build();
        assertThat(Dialog.uacDialog(invite, bareAnswer).orElseThrow().remoteTarget().text()).isEqualTo(BOB);
    }

    @Test
    void aSipsRequestUriMakesTheDialogSecure() {
        SipRequest sips = invite.toBuilder().requestUri(uri("sips:bob@192.0.2.2")).build();
        assertThat(Dialog.uasDialog(sips, "b").secure()).isTrue();
        assertThat(Dialog.uasDialog(invite, "b").secure()).isFalse();
    }

    @Test
    void aMessageOfThePeerNamesTheDialogFromOurEnd() {
        SipRequest bye = request(SipMethod.BYE, 8, "<" + ALICE + ">").to(address("<" + BOB + ">;tag=b")).build();
        assertThat(DialogId.ofReceived(bye)).isEqualTo(new DialogId("call-1", "b", "a"));
        assertThat(DialogId.ofReceived(answer(200, "<" + BOB + ">"))).isEqualTo(new DialogId("call-1", "a", "b"));
    }

    private static Dialog inOrder(Dialog dialog, SipRequest request) {
        return ((DialogRequestVerdict.InOrder) dialog.receive(request)).dialog();
    }
}
