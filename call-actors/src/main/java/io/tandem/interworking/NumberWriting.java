package io.tandem.interworking;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.Parameters;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.CalledNumber.Global;
import io.tandem.tenant.number.NumberForm;
import io.tandem.tenant.number.PhoneNumber;
import io.tandem.tenant.number.RuleList;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the numbers of one INVITE as the trunk that it goes to wants them: its outbound rules, then its forms (NUM-20
 * to NUM-23, NUM-33). One object for one INVITE.
 */
public final class NumberWriting {
    private static final Address ANONYMOUS = Address.of("Anonymous", SipUri.of("anonymous", "anonymous.invalid", -1));

    private final PeerGroup from;
    private final PeerGroup to;
    private final TrunkNumbers origin;
    private final TrunkNumbers target;
    private final boolean towardsMicrosoft;
    private final List<Rewrite> rewrites = new ArrayList<>(0);
    private Optional<CallerPolicy> withoutNumber = Optional.empty();
    /** Whoever calls for help is known to those who help, whatever it has asked for (RFC 6443 §3). */
    private boolean help;

    /** @param from the trunk that it came in on @param to the one that it goes to */
    public NumberWriting(PeerGroup from, PeerGroup to) {
        this.from = from;
        this.to = to;
        this.origin = from.numbers();
        this.target = to.numbers();
        this.towardsMicrosoft = to.side() == PeerGroup.Side.MPS;
    }

    /** An ordinary call's. */
    public Parties parties(SipRequest received, Global called) {
        Optional<Rewrite> rewrite = outbound(target.outboundCalled(), called.number());
        TrunkNumbers.Writing forms = target.writing();
        String parameters = parameters(called);
        Uri requestUri = written(called.number(), rewrite, forms.requestUri(), parameters);
        Uri shown = written(called.number(), rewrite, forms.to(), parameters);
        return parties(received, withCause(received, requestUri), shown);
    }

    /** An emergency call's: what was dialled stays as it is (F-140). */
    public Parties emergency(SipRequest received) {
        help = true;
        Uri dialled = CalledUris.asDialled(received.requestUri());
        return parties(received, dialled, dialled);
    }

    /** The same, shown as a call of the number that its place has (F-146): of its caller nothing is told. */
    public Parties emergency(SipRequest received, PhoneNumber elin) {
        Uri dialled = CalledUris.asDialled(received.requestUri());
        Optional<Rewrite> rewrite = outbound(target.outboundCalling(), elin);
        Address from = Address.of(written(elin, rewrite, target.writing().from(), ""));
        Address identity = Address.of(written(elin, rewrite, target.writing().identity(), ""));
        return new Parties(dialled, dialled, from, List.of(identity), Optional.empty(), Forwarded.NOTHING,
                List.copyOf(rewrites), Optional.empty());
    }

    /** Of a call to a short or a service code, as a rule has made it (NUM-44). */
    public Parties code(SipRequest received, String code) {
        Uri dialled = CalledUris.dialled(code, "");
        return parties(received, dialled, dialled);
    }

    /** TSP-97: why Teams forwarded the call stands in its Request-URI (RFC 4458), and reaches a core that is told of that. */
    private Uri withCause(SipRequest received, Uri requestUri) {
        if (towardsMicrosoft || to.profile().forwarding() == Forwarding.NONE
                || !(received.requestUri() instanceof SipUri asked) || !(requestUri instanceof SipUri uri)) {
            return requestUri;
        }
        return asked.parameters()
                .get("cause")
                .filter(cause -> Forwarded.status(cause).isPresent())
                .map(cause -> uri.withParameter("cause", cause))
                .orElse(uri);
    }

    private Parties parties(SipRequest received, Uri requestUri, Uri shown) {
        boolean withheld = Asserted.isWithheld(received.headers());
        Address caller = towardsMicrosoft && withheld ? ANONYMOUS : from(received.from());
        List<Address> identities = isTold(received) ? identities(received, withheld) : List.of();
        Forwarded forwarded = isTold(received, "history")
                ? Forwarded.of(received.headers(), to.profile().forwarding(), requestUri, this::forwarder)
                : Forwarded.NOTHING;
        return new Parties(requestUri, shown, caller, identities, privacy(received, caller), forwarded,
                List.copyOf(rewrites), withoutNumber);
    }

    /** TSP-92, TSP-93: an identity that is withheld goes to those who are trusted, and to Microsoft by its own switch. */
    private boolean isTold(SipRequest received) {
        boolean hidden = Asserted.isWithheld(received.headers()) || Asserted.isAnonymous(received);
        return isTold(received, "id") && !(towardsMicrosoft && hidden && !to.profile().identity().withheld());
    }

    private boolean isTold(SipRequest received, String privacy) {
        return help || to.profile().identity().trusted() || !Asserted.asksFor(received.headers(), privacy);
    }

    /** RFC 3325 §9.3: a caller that Microsoft is shown as anonymous is one that asked for it. */
    private Optional<String> privacy(SipRequest received, Address caller) {
        boolean wants = towardsMicrosoft && caller.uri() instanceof SipUri sip && sip.host().endsWith(".invalid");
        return wants && !Asserted.asksFor(received.headers(), "id")
                ? Optional.of("id")
                : received.headers().first(HeaderName.PRIVACY);
    }

    private Uri forwarder(Uri party) {
        return number(party, target.writing().identity()).orElseGet(() -> unhosted(party));
    }

    private Address from(Address received) {
        if (received.uri() instanceof SipUri sip && sip.host().endsWith(".invalid")) {
            return new Address(DisplayName.of(received), sip, Parameters.EMPTY); // RFC 3323 §4.1.1.3: stays so
        }
        Optional<Uri> number = number(received.uri(), target.writing().from());
        if (number.isPresent()) {
            return new Address(DisplayName.of(received), number.get(), Parameters.EMPTY);
        }
        if (!towardsMicrosoft) {
            return new Address(DisplayName.of(received), unhosted(received.uri()), Parameters.EMPTY);
        }
        if (isAnonymous(received.uri())) {
            return ANONYMOUS;
        }
        return inPlaceOf(received);
    }

    /** NUM-22: what Microsoft is shown of a caller that it could not call back. */
    private Address inPlaceOf(Address received) {
        CallerPolicy policy = target.writing().callerPolicy();
        withoutNumber = Optional.of(policy);
        return switch (policy) {
            case ANONYMOUS -> ANONYMOUS;
            case KEEP -> new Address(DisplayName.of(received), unhosted(received.uri()), Parameters.EMPTY);
            case DEFAULT_NUMBER -> target.writing()
                    .defaultNumber()
                    .map(number164 -> Address.of(CalledUris.phone(number164.e164())))
                    .orElse(ANONYMOUS);
        };
    }

    /**
     * Of several values all are kept, in order (NUM §8 row 32); towards Microsoft numbers alone (TSP-91). A caller whose
     * From is hidden there is asserted by it, where nothing else does that (TSP-93).
     */
    private List<Address> identities(SipRequest received, boolean withheld) {
        List<Address> asserted = Asserted.identities(received.headers(), from);
        if (asserted.isEmpty() && towardsMicrosoft && withheld) {
            return number(received.from().uri(), target.writing().identity()).map(
                    uri -> List.of(Address.of(uri))).orElse(List.of());
        }
        if (asserted.isEmpty()) {
            return List.of();
        }
        List<Address> written = new ArrayList<>(2);
        asserted.forEach(value -> identity(value).ifPresent(written::add));
        return written;
    }

    private Optional<Address> identity(Address received) {
        boolean keep = !towardsMicrosoft || target.writing().callerPolicy() == CallerPolicy.KEEP;
        return number(received.uri(), target.writing().identity())
                .or(() -> keep ? Optional.of(unhosted(received.uri())) : Optional.empty())
                .map(uri -> new Address(DisplayName.of(received), uri, Parameters.EMPTY));
    }

    /** The caller's number in the target's form; empty when it has none. */
    private Optional<Uri> number(Uri caller, NumberForm form) {
        if (!(CalledNumber.read(caller, origin.inboundCalling()).number() instanceof Global global)) {
            return Optional.empty();
        }
        Optional<Rewrite> rewrite = outbound(target.outboundCalling(), global.number());
        if (towardsMicrosoft && rewrite.isPresent() && !PhoneNumber.isCanonical(rewrite.get().after())) {
            if (target.writing().callerPolicy() != CallerPolicy.KEEP) {
                return Optional.empty();
            }
            withoutNumber = Optional.of(CallerPolicy.KEEP);
        }
        return Optional.of(written(global.number(), rewrite, form, extension(global)));
    }

    private Optional<Rewrite> outbound(RuleList rules, PhoneNumber number) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        Optional<Rewrite> rewrite = rules.apply(number.e164());
        rewrite.filter(made -> !rewrites.contains(made)).ifPresent(rewrites::add);
        return rewrite;
    }

    /** What a rule made is written as it made it, unless that is a canonical number: then the trunk's form applies. */
    private Uri written(PhoneNumber number, Optional<Rewrite> rewrite, NumberForm form, String parameters) {
        Optional<PhoneNumber> canonical = rewrite.isEmpty()
                ? Optional.of(number)
                : PhoneNumber.parse(rewrite.get().after());
        if (canonical.isEmpty()) {
            return CalledUris.dialled(rewrite.get().after(), parameters);
        }
        NumberForm used = towardsMicrosoft ? NumberForm.E164PLUS : form;
        String digits = used.digits(canonical.get(), target.writing().plan());
        return used == NumberForm.TEL
                ? new TelUri(digits, Parameters.parse(parameters).orElse(Parameters.EMPTY))
                : CalledUris.phone(digits + parameters);
    }

    /** NUM-5: ext goes on the way; NUM-52: rn towards the core only. */
    private String parameters(Global called) {
        String extension = extension(called);
        return towardsMicrosoft || called.routingNumber().isEmpty()
                ? extension
                : extension + ";npdi;rn=" + called.routingNumber().get();
    }

    private static String extension(Global number) {
        return number.extension().map(ext -> ";ext=" + ext).orElse("");
    }

    private boolean isAnonymous(Uri uri) {
        String user = switch (uri) {
            case SipUri sip -> sip.decodedUser();
            case TelUri tel -> tel.number();
            case OtherUri _ -> "";
        };
        return origin.reading().anonymousCallers().contains(user.toLowerCase(Locale.ROOT));
    }

    /** A URI that is no number, without the host that would show its network. */
    private static Uri unhosted(Uri uri) {
        return switch (uri) {
            case SipUri sip -> CalledUris.asDialled(sip);
            case TelUri tel -> CalledUris.phone(tel.number());
            case OtherUri _ -> SipUri.of("", "", -1);
        };
    }
}
