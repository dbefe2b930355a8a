package io.tandem.tenant.number;

import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
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
}
