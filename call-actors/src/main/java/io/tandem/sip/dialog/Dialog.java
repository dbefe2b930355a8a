package io.tandem.sip.dialog;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import java.util.List;
import java.util.Optional;

/**
 * One dialog as one of its ends sees it (RFC 3261 §12). Every field is plain text on the wire, and so in the journal.
 *
 * @param role whether this end sent (UAC) or received (UAS) the request that made it
 * @param confirmed whether a 2xx made it; else it is early
 * @param local our From in what we send, with our tag
 * @param remote our To in what we send, with the peer's tag
 * @param remoteTarget the peer's Contact
 * @param routeSet in the order in which Route rows go into what we send (TRAP-39)
 * @param localCSeq number of the last request that we sent, -1 when there is none
 * @param remoteCSeq number of the last request that came in, -1 when there is none
 * @param secure whether it was asked for by a sips URI (§12.1.1)
 */
public record Dialog(DialogId id, Role role, boolean confirmed, Address local, Address remote, Uri remoteTarget,
        List<Address> routeSet, long localCSeq, long remoteCSeq, boolean secure) {

    /** Which end of the request that made the dialog. */
    public enum Role {
        UAC, UAS
    }

    /** A request inside the dialog, to be completed and built, and the dialog that has counted it. */
    public record Numbered(Dialog dialog, SipRequest.Builder request) {}

    public Dialog {
        routeSet = List.copyOf(routeSet);
    }

    /**
     * The early dialog of an INVITE that came in (§12.1.1). An INVITE without a readable Contact breaks the RFC; its
     * From then stands in as the target.
     *
     * @param localTag the tag that our responses carry
     */
    public static Dialog uasDialog(SipRequest invite, String localTag) {
        Address local = invite.to().withTag(localTag);
        DialogId id = new DialogId(invite.callId(), localTag, invite.fromTag().orElse(""));
        return new Dialog(id, Role.UAS, false, local, invite.from(), contactOr(invite, invite.from().uri()),
                invite.recordRoutes().orElse(List.of()), -1, invite.cseq().number(), isSecure(invite.requestUri()));
    }

    /**
     * The dialog that a response to our INVITE makes (§12.1.2): early by a 101–199, confirmed by a 2xx. Empty when the
     * response makes none: a 100, a refusal, or a provisional without a To-tag.
     */
    public static Optional<Dialog> uacDialog(SipRequest invite, SipResponse response) {
        boolean makesNone = response.status() <= 100 || response.status() >= 300
                || response.provisional() && response.toTag().isEmpty();
        if (makesNone) {
            return Optional.empty();
        }
        return Optional.of(new Dialog(DialogId.ofReceived(response), Role.UAC, response.success(), invite.from(),
                response.to(), contactOr(response, invite.requestUri()), reversedRecordRoutes(response),
                invite.cseq().number(), -1, isSecure(invite.requestUri())));
    }

    /** Our 2xx has gone out: the early dialog of a UAS is confirmed. */
    public Dialog confirm() {
        return new Dialog(id, role, true, local, remote, remoteTarget, routeSet, localCSeq, remoteCSeq, secure);
    }

    /**
     * The 2xx has come in: the early dialog of a UAC is confirmed, and takes route set and target from it (§13.2.2.4).
     */
    public Dialog confirm(SipResponse response) {
        return new Dialog(id, role, true, local, remote, contactOr(response, remoteTarget),
                reversedRecordRoutes(response), localCSeq, remoteCSeq, secure);
    }

    /** The next request to the peer (§12.2.1.1): numbered one above the last (TRAP-10), routed, and without a Via. */
    public Numbered newRequest(SipMethod method, Address localContact, int maxForwards) {
        long number = localCSeq < 0 ? 1 : localCSeq + 1;
        SipRequest.Builder request = routed(method, number, maxForwards);
        if (carriesContact(method)) {
            request.contact(localContact);
        }
        Dialog counted = new Dialog(id, role, confirmed, local, remote, remoteTarget, routeSet, number, remoteCSeq,
                secure);
        return new Numbered(counted, request);
    }

    /** The ACK to the 2xx of our INVITE of that number (§13.2.2.4): numbered as the INVITE, routed as the dialog. */
    public SipRequest.Builder ack(long inviteCSeq, int maxForwards) {
        return routed(SipMethod.ACK, inviteCSeq, maxForwards);
    }

    /** Judges a request of the peer (§12.2.2). INVITE and UPDATE refresh the target; ACK and CANCEL never count. */
    public DialogRequestVerdict receive(SipRequest request) {
        SipMethod method = request.method();
        if (method.equals(SipMethod.ACK) || method.equals(SipMethod.CANCEL)) {
            return new DialogRequestVerdict.InOrder(this);
        }
        long number = request.cseq().number();
        if (remoteCSeq >= 0 && number < remoteCSeq) {
            return new DialogRequestVerdict.OutOfOrder(remoteCSeq, number);
        }
        Uri target = refreshesTarget(method) ? contactOr(request, remoteTarget) : remoteTarget;
        return new DialogRequestVerdict.InOrder(new Dialog(id, role, confirmed, local, remote, target, routeSet,
                localCSeq, number, secure));
    }

    /** The target that the 2xx to our re-INVITE or UPDATE names, if it names one (§12.2.1.2). */
    public Dialog refreshTarget(SipResponse response) {
        boolean refreshes = response.success() && refreshesTarget(response.cseq().method());
        return refreshes ? withTarget(contactOr(response, remoteTarget)) : this;
    }

    /** The target that a request of the peer names, once we have accepted it (§12.2.2). */
    public Dialog refreshTarget(SipRequest request) {
        return refreshesTarget(request.method()) ? withTarget(contactOr(request, remoteTarget)) : this;
    }

    /** The same with the target of an earlier state: what was refused has refreshed nothing. */
    public Dialog withTargetOf(Dialog earlier) {
        return withTarget(earlier.remoteTarget);
    }

    /** The same as if that many requests more had been sent: the peer takes a gap for lost requests (§12.2.2). */
    public Dialog skip(long requests) {
        return new Dialog(id, role, confirmed, local, remote, remoteTarget, routeSet,
                Math.max(0, localCSeq) + requests, remoteCSeq, secure);
    }

    /** Where our next request goes: the first route, strict or loose, else the target (§8.1.2, §12.2.1.1). */
    public Uri nextHop() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
    }

    private Dialog withTarget(Uri target) {
        return new Dialog(id, role, confirmed, local, remote, target, routeSet, localCSeq, remoteCSeq, secure);
    }

    private SipRequest.Builder routed(SipMethod method, long number, int maxForwards) {
        boolean strict = !routeSet.isEmpty() && !isLoose(routeSet.getFirst().uri());
        SipRequest.Builder request = SipRequest.builder(method, strict ? strictRouter() : remoteTarget);
        for (Address route : strict ? routeSet.subList(1, routeSet.size()) : routeSet) {
            request.add(HeaderName.ROUTE, route.text());
        }
        if (strict) {
            request.add(HeaderName.ROUTE, Address.of(remoteTarget).text());
        }
        return request.from(local)
                .to(remote)
                .callId(id.callId())
                .cseq(new CSeq(number, method))
                .maxForwards(
                        maxForwards);
    }

    // A Request-URI may carry neither method nor headers (§19.1.1), a route of a strict router might.
    private Uri strictRouter() {
        Uri first = routeSet.getFirst().uri();
        if (first instanceof SipUri(var isSecure, var user, var password, var host, var port, var parameters, var _)) {
            return new SipUri(isSecure, user, password, host, port, parameters.without("method"), "");
        }
        return first;
    }

    private static boolean isLoose(Uri route) {
        return route instanceof SipUri sip && sip.looseRouting();
    }

    private static boolean isSecure(Uri requestUri) {
        return requestUri instanceof SipUri sip && sip.secure();
    }

    private static boolean refreshesTarget(SipMethod method) {
        return method.equals(SipMethod.INVITE) || method.equals(SipMethod.UPDATE);
    }

    private static boolean carriesContact(SipMethod method) {
        return refreshesTarget(method) || method.equals(SipMethod.SUBSCRIBE) || method.equals(SipMethod.NOTIFY)
                || method.equals(SipMethod.REFER);
    }

    private static Uri contactOr(SipMessage message, Uri otherwise) {
        List<Address> contacts = message.contacts().orElse(List.of());
        return contacts.isEmpty() ? otherwise : contacts.getFirst().uri();
    }

    private static List<Address> reversedRecordRoutes(SipResponse response) {
        return response.recordRoutes().orElse(List.of()).reversed();
    }
}
