package io.tandem.call;

/**
 * One side of the call was to be replaced: because it asked for that (REFER, RFC 3515), or because a new dialog came for
 * its place (INVITE with Replaces, RFC 3891).
 *
 * @param by number of the leg that is to be replaced
 * @param peer name of the peer on that leg
 * @param peerGroup its trunk
 * @param target number of the first leg that was tried in its place
 * @param to who is to take the place: a number in E.164 where it is one, else a user part; "" for none
 * @param status SIP status of the outcome, 2xx when it took place; 0 while it is open, or when it was lost with its node
 */
public record Transferral(int by, String peer, String peerGroup, int target, String to, int status) {

    Transferral leadingTo(String who) {
        return new Transferral(by, peer, peerGroup, target, who, status);
    }

    Transferral ended(int outcome) {
        return new Transferral(by, peer, peerGroup, target, to, outcome);
    }
}
