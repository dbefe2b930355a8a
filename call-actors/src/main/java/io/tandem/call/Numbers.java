package io.tandem.call;

import io.tandem.interworking.Asserted;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a call as its INVITE names them (NUM §2).
 *
 * @param called what the Request-URI calls
 * @param code what a rule of the trunk made of it, where that is no E.164 number (NUM-44)
 * @param rewrites what the trunk's rules did, in order
 * @param calling canonical where the caller has a number, else the user part of its From
 */
record Numbers(CalledNumber called, Optional<String> code, String calling, List<Rewrite> rewrites) {

    /** @param from the trunk that it came in on */
    static Numbers of(SipRequest invite, PeerGroup from) {
        TrunkNumbers trunk = from.numbers();
        List<Rewrite> rewrites = new ArrayList<>(0);
        CalledNumber.Reading called = CalledNumber.read(calledUri(invite, trunk), trunk.inboundCalled());
        called.rewrite().ifPresent(rewrites::add);
        Optional<String> code = called.number() instanceof CalledNumber.Refused
                ? called.rewrite().map(Rewrite::after).filter(made -> !made.isEmpty())
                : Optional.empty();
        return new Numbers(called.number(), code, callingOf(invite, from, rewrites), rewrites);
    }

    /** Timeline notes of what the rules did (NUM-32). */
    static List<CallEffect> notes(List<Rewrite> rewrites) {
        return rewrites.stream().<CallEffect>map(rewrite -> new CallEffect.Note(rewrite.masked())).toList();
    }

    private static Uri calledUri(SipRequest invite, TrunkNumbers trunk) {
        return trunk.reading().calledPartyId()
                ? invite.headers()
                        .first(HeaderName.P_CALLED_PARTY_ID)
                        .flatMap(Address::parse)
                        .map(Address::uri)
                        .orElse(invite.requestUri())
                : invite.requestUri();
    }

    /** The called number: canonical; of a call that is refused for it, the user part as dialled. */
    String calledText(SipRequest invite) {
        return switch (called) {
            case CalledNumber.Global global -> global.number().e164();
            case CalledNumber.Refused _ -> code.orElseGet(() -> userOf(invite.requestUri()));
        };
    }

    /**
     * Why a call to that number cannot be routed (NUM-34); empty when it can. A short or a service code goes from
     * Microsoft to the core by an explicit rule, and never the other way (NUM-44).
     */
    Optional<CalledNumber.Refused> refusal(PeerGroup from) {
        if (code.isPresent() && from.side() == PeerGroup.Side.MPS) {
            return Optional.empty();
        }
        return called instanceof CalledNumber.Refused refused ? Optional.of(refused) : Optional.empty();
    }

    /** NUM §2, TSP-90: the first number that the trunk asserts; else From. */
    private static String callingOf(SipRequest invite, PeerGroup from, List<Rewrite> rewrites) {
        for (HeaderName header : Asserted.headers(from)) {
            Optional<String> asserted = firstNumber(invite, header, from.numbers(), rewrites);
            if (asserted.isPresent()) {
                return asserted.get();
            }
        }
        Uri shown = invite.from().uri();
        return global(shown, from.numbers(), rewrites).orElseGet(() -> userOf(shown));
    }

    private static Optional<String> firstNumber(SipRequest invite, HeaderName header, TrunkNumbers trunk,
            List<Rewrite> rewrites) {
        if (invite.headers().contains(header)) {
            for (String value : invite.headers().values(header)) {
                Optional<String> number = Address.parse(value)
                        .flatMap(identity -> global(identity.uri(), trunk, rewrites));
                if (number.isPresent()) {
                    return number;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> global(Uri uri, TrunkNumbers trunk, List<Rewrite> rewrites) {
        CalledNumber.Reading read = CalledNumber.read(uri, trunk.inboundCalling());
        if (!(read.number() instanceof CalledNumber.Global global)) {
            return Optional.empty();
        }
        read.rewrite().ifPresent(rewrites::add);
        return Optional.of(global.number().e164());
    }

    static String userOf(Uri uri) {
        return switch (uri) {
            case SipUri sip -> sip.decodedUser();
            case TelUri tel -> tel.number();
            case Uri other -> other.text();
        };
    }
}
