package io.tandem.tenant.number;

import io.tandem.sip.message.OtherUri;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.TelUri;
import io.tandem.sip.message.Uri;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dial strings that call for help (F-140). Compared with the called user as it was dialled, before any rule, and
 * whole: {@code 9990000} is none (NUM-41). A {@code +} before a listed string is tolerated (NUM-40); a string that is
 * listed with its {@code +} ({@code +44999}, as Zoom dials it) wants it. {@code urn:service:sos} and what is under it
 * is always emergency (NUM-42).
 */
public final class EmergencyNumbers {
    /** None by dial string; {@code urn:service:sos} is emergency even so. */
    public static final EmergencyNumbers NONE = new EmergencyNumbers(List.of());
    /** The most characters of one. */
    public static final int MAX_LENGTH = 16;
    private static final String SOS = "service:sos";

    private final Set<String> dialStrings;
    private final Set<String> tests;

    /** All of them in earnest. @throws IllegalArgumentException for one that is none ({@link #isDialString}) */
    public EmergencyNumbers(List<String> dialStrings) {
        this(dialStrings, List.of());
    }

    /**
     * @param tests those of them that only try what an emergency call would do (NUM-43)
     * @throws IllegalArgumentException for one that is none ({@link #isDialString})
     */
    public EmergencyNumbers(List<String> dialStrings, List<String> tests) {
        for (String each : dialStrings) {
            if (!isDialString(each)) {
                throw new IllegalArgumentException("not a dial string: " + each);
            }
        }
        this.dialStrings = Set.copyOf(new LinkedHashSet<>(dialStrings));
        this.tests = Set.copyOf(new LinkedHashSet<>(tests));
    }

    /** Whether that may be listed: digits, {@code *} and {@code #}, a {@code +} before them or none. */
    public static boolean isDialString(String text) {
        int from = text.startsWith("+") ? 1 : 0;
        if (text.length() == from || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!PhoneNumber.isDigit(c) && c != '*' && c != '#') {
                return false;
            }
        }
        return true;
    }

    /** Whether a request to that URI calls for help. Total, and cheap enough for every INVITE. */
    public boolean calls(Uri requestUri) {
        return switch (requestUri) {
            case SipUri sip -> sip.user().isPresent() && holds(beforeParameters(sip.user().get()), dialStrings);
            case TelUri tel -> holds(tel.number(), dialStrings);
            case OtherUri other -> other.scheme().equals("urn") && isSos(other.rest());
        };
    }

    /** Whether such a call is a test. */
    public boolean isTest(Uri requestUri) {
        return !tests.isEmpty() && switch (requestUri) {
            case SipUri sip -> sip.user().isPresent() && holds(beforeParameters(sip.user().get()), tests);
            case TelUri tel -> holds(tel.number(), tests);
            case OtherUri _ -> false;
        };
    }

    private static boolean holds(String user, Set<String> listed) {
        // Three wire characters a character at most; a number that fills the rest with separators is no emergency.
        if (user.isEmpty() || user.length() > 3 * MAX_LENGTH) {
            return false;
        }
        DialledText dialled = DialledText.of(user);
        if (!dialled.numeric()) {
            return false;
        }
        return listed.contains(dialled.digits()) || dialled.plus() && listed.contains("+" + dialled.digits());
    }

    private static String beforeParameters(String user) {
        int semicolon = user.indexOf(';');
        return semicolon < 0 ? user : user.substring(0, semicolon);
    }

    /** RFC 5031: the service itself or a sub-service ({@code sos.police}); case does not count. */
    private static boolean isSos(String name) {
        return name.regionMatches(true, 0, SOS, 0, SOS.length())
                && (name.length() == SOS.length() || name.charAt(SOS.length()) == '.');
    }
}
