package io.tandem.call;

import io.tandem.call.CallMedia.Told;
import io.tandem.media.sdp.Crypto;
import io.tandem.media.sdp.MediaDescription;
import io.tandem.media.sdp.Sdp;
import io.tandem.media.sdp.SdpResult;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.media.session.Protection;
import io.tandem.media.keys.KeySecret;
import io.tandem.media.keys.MasterKey;
import io.tandem.media.keys.SrtpSuite;
import io.tandem.port.CallId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one call's media (SDES, RFC 4568). Ours come from a secret that the process alone has, and the call's id: a key for each leg that we offer one,
 * and one for each key that we are offered, so that a description that changes nothing changes no key (TRAP-50, TRAP-51, TSP-142). A key
 * that a side has been told is read from what it was told, so also by a process that takes the call over and has another secret.
 *
 * @param id the call
 */
public record CallKeys(CallId id, KeySecret secret) {
    /** TSP-141: what everybody speaks, and what is picked where several are offered. */
    private static final SrtpSuite WANTED = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final int FIRST_TAG = 1;

    /** What both sides of an end protect their packets with. */
    record Agreed(Crypto ours, Crypto peers) {

        /** Empty where the peer's is not of our suite, or its key not as long as that wants it. */
        Optional<Protection> protection() {
            return key(peers).flatMap(theirs -> key(ours)
                    .filter(own -> own.suite() == theirs.suite())
                    .map(own -> new Protection(own, theirs, peers.mkiBytes(), 1)));
        }
    }

    /** Ours in an offer on that leg: the one that it has been told, if it has. */
    Crypto offered(int leg, Told told) {
        return told(told).orElseGet(
                () -> ours(FIRST_TAG, WANTED, "offer on leg " + leg));
    }

    /** What an offer of a side comes to; empty where it names no key that we can use. */
    Optional<Agreed> answering(SessionDescription offer, Told told) {
        List<Crypto> usable = usable(offer);
        return usable.stream()
                .filter(each -> each.suite().equals(WANTED.name()))
                .findFirst()
                .or(() -> usable.stream().findFirst())
                .map(picked -> new Agreed(answer(picked, told), picked));
    }

    private Crypto answer(Crypto picked, Told told) {
        return told(told).filter(before -> before.suite().equals(picked.suite()))
                .map(before -> new Crypto(picked.tag(), before.suite(), before.key(), 0))
                .orElseGet(() -> ours(picked.tag(), SrtpSuite.named(picked.suite()).orElseThrow(),
                        "answer to " + picked.key()));
    }

    /** What a side's answer to our offer comes to; empty where it names no key, and nobody looks what it was told. */
    static Optional<Agreed> answered(SessionDescription answer, Told told) {
        List<Crypto> theirs = usable(answer);
        return theirs.isEmpty()
                ? Optional.empty()
                : told(told).flatMap(ours -> theirs.stream()
                        .filter(each -> each.tag() == ours.tag() && each.suite().equals(ours.suite()))
                        .findFirst()
                        .map(peers -> new Agreed(ours, peers)));
    }

    private Crypto ours(int tag, SrtpSuite suite, String subject) {
        return new Crypto(tag, suite.name(), secret.derive(suite, id.value() + '/' + subject).base64(), 0);
    }

    /** The key that a side knows of us. */
    private static Optional<Crypto> told(Told told) {
        return told.isNothing()
                ? Optional.empty()
                : switch (Sdp.parse(told.description().getBytes(StandardCharsets.UTF_8))) {
                    case SdpResult.Parsed(SessionDescription description) -> description.cryptos().stream().findFirst();
                    case SdpResult.Malformed _ -> Optional.empty();
                };
    }

    private static List<Crypto> usable(SessionDescription description) {
        return description.cryptos().stream().filter(each -> key(each).isPresent()).toList();
    }

    private static Optional<MasterKey> key(Crypto crypto) {
        byte[] key = Base64.getDecoder().decode(crypto.key());
        return SrtpSuite.named(crypto.suite())
                .filter(suite -> suite.keyBytes() + suite.saltBytes() == key.length)
                .map(suite -> MasterKey.of(suite, key));
    }

    /**
     * A description as a trunk takes it: audio that is not protected as the trunk's is, or whose keys are of no use, is none
     * (RFC 4568 §5.1.2). So an offer of the wrong kind is refused with 488, and an answer of the wrong kind refuses its audio.
     */
    static SessionDescription fitting(SessionDescription said, boolean secured) {
        List<MediaDescription> media = new ArrayList<>(said.media().size());
        for (MediaDescription section : said.media()) {
            boolean fits = !section.isRtpAudio() || section.isSecured() == secured
                    && (!secured || section.cryptos().stream().anyMatch(each -> key(each).isPresent()));
            media.add(fits ? section : section.refused());
        }
        return media.equals(said.media()) ? said : new SessionDescription(said.origin(), said.lines(), media);
    }
}
