package io.tandem.tenant.number;

import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.util.Optional;

/** What a Request-URI calls, as far as it can be told without a trunk's rule lists (NUM-10, NUM-11, NUM-34). */
public sealed interface CalledNumber {

    /**
     * A global number: it can be looked up and routed.
     *
     * @param extension {@code ;ext=}, kept on the way (NUM-5)
     * @param routingNumber {@code ;rn=}: routes towards the core only, never looked up (NUM-52)
     */
    record Global(PhoneNumber number, Optional<String> extension, Optional<String> routingNumber)
            implements
                CalledNumber {}

    /** Not a global number: without a rule that says otherwise the call is refused. */
    sealed interface Refused extends CalledNumber {
        /** What the caller is answered: 484 when digits are missing, else 404 (NUM-34). */
        int status();
    }

    /** Digits that only a dialling plan can make global; {@code context} is the phone-context, when there was one. */
    record Local(String digits, Optional<String> context) implements Refused {
        @Override
        public int status() {
            return 404;
        }
    }

    /** A service code ({@code *}, {@code #}): routed by an explicit rule only (NUM-44). */
    record ServiceCode(String code) implements Refused {
        @Override
        public int status() {
            return 404;
        }
    }

    /** Fewer digits than any number has, or a {@code user=phone} that holds no digits of a number. */
    record Incomplete(String text) implements Refused {
        @Override
        public int status() {
            return 484;
        }
    }

    /** Not a number, and more digits would not make it one. */
    record NotANumber(String text, Reason reason) implements Refused {
        @Override
        public int status() {
            return 404;
        }
    }

    /** Why a text is not a number. */
    enum Reason {
        NO_USER, NOT_NUMERIC, LEADING_ZERO, TOO_LONG, OTHER_SCHEME
    }

    /** Reads what a Request-URI calls. Total: any URI gives a value. */
    static CalledNumber read(Uri requestUri) {
        return switch (requestUri) {
            case SipUri sip -> readUser(sip.user().orElse(""), sip.userIsPhone());
            case TelUri tel -> DialledText.of(tel.number()).verdict(true, tel.parameters()::get);
            case OtherUri other -> new NotANumber(other.text(), Reason.OTHER_SCHEME);
        };
    }

    /**
     * Reads the user part of a SIP URI.
     *
     * @param user as on the wire, escaped, with the parameters that it may carry ({@code ;npdi;rn=…})
     * @param phone whether the URI says {@code user=phone}
     */
    static CalledNumber readUser(String user, boolean phone) {
        int semicolon = user.indexOf(';');
        if (semicolon < 0) {
            return DialledText.of(user).verdict(phone, _ -> Optional.empty());
        }
        String parameters = user.substring(semicolon);
        return DialledText.of(user.substring(0, semicolon)).verdict(phone, name -> UserParameter.of(name, parameters));
    }

    /** What was read, and the rule that helped. */
    record Reading(CalledNumber number, Optional<Rewrite> rewrite) {}

    /**
     * Reads through a trunk's rules: they see the number as it was dialled, without separators and parameters, and what
     * they make of it is read in its place (NUM-33). Parameters are kept, but for the phone-context that is used up.
     */
    static Reading read(Uri uri, RuleList rules) {
        CalledNumber plain = read(uri);
        Optional<Rewrite> rewrite = rules.isEmpty() ? Optional.empty() : dialled(uri, plain).flatMap(rules::apply);
        if (rewrite.isEmpty()) {
            return new Reading(plain, rewrite);
        }
        CalledNumber made = DialledText.of(rewrite.get().after())
                .verdict(true, name -> name.equals("phone-context") ? Optional.empty() : parameter(uri, name));
        return new Reading(made, rewrite);
    }

    /** What the rules get to see; empty when there are no digits in it. */
    private static Optional<String> dialled(Uri uri, CalledNumber plain) {
        if (plain instanceof Global global) {
            return Optional.of(global.number().e164());
        }
        DialledText text = DialledText.of(switch (uri) {
            case SipUri sip -> beforeParameters(sip.user().orElse(""));
            case TelUri tel -> tel.number();
            case OtherUri _ -> "";
        });
        return text.digits().isEmpty() ? Optional.empty() : Optional.of(text.text());
    }

    private static Optional<String> parameter(Uri uri, String name) {
        return switch (uri) {
            case SipUri sip -> {
                String user = sip.user().orElse("");
                yield UserParameter.of(name, user.substring(beforeParameters(user).length()));
            }
            case TelUri tel -> tel.parameters().get(name);
            case OtherUri _ -> Optional.empty();
        };
    }

    private static String beforeParameters(String user) {
        int semicolon = user.indexOf(';');
        return semicolon < 0 ? user : user.substring(0, semicolon);
    }
}
