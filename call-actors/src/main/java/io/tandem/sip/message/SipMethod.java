package io.tandem.sip.message;

import java.util.Map;

/**
 * A SIP method: case-sensitive token (RFC 3261 §7.1). The known ones are constants and compare by identity or equals;
 * an unknown method is a value of its own with {@link #known()} false.
 */
public record SipMethod(String name, boolean known) {
    public static final SipMethod INVITE = new SipMethod("INVITE", true);
    public static final SipMethod ACK = new SipMethod("ACK", true);
    public static final SipMethod BYE = new SipMethod("BYE", true);
    public static final SipMethod CANCEL = new SipMethod("CANCEL", true);
    public static final SipMethod OPTIONS = new SipMethod("OPTIONS", true);
    public static final SipMethod REGISTER = new SipMethod("REGISTER", true);
    public static final SipMethod PRACK = new SipMethod("PRACK", true);
    public static final SipMethod UPDATE = new SipMethod("UPDATE", true);
    public static final SipMethod INFO = new SipMethod("INFO", true);
    public static final SipMethod NOTIFY = new SipMethod("NOTIFY", true);
    public static final SipMethod SUBSCRIBE = new SipMethod("SUBSCRIBE", true);
    public static final SipMethod MESSAGE = new SipMethod("MESSAGE", true);
    public static final SipMethod REFER = new SipMethod("REFER", true);
    public static final SipMethod PUBLISH = new SipMethod("PUBLISH", true);

    private static final Map<String, SipMethod> KNOWN = Map.ofEntries(entry(INVITE), entry(ACK), entry(BYE),
            entry(CANCEL), entry(OPTIONS), entry(REGISTER), entry(PRACK), entry(UPDATE), entry(INFO), entry(NOTIFY),
            entry(SUBSCRIBE), entry(MESSAGE), entry(REFER), entry(PUBLISH));

    /** The method of that name; methods are case-sensitive. */
    public static SipMethod of(String name) {
        SipMethod known = KNOWN.get(name);
        return known != null ? known : new SipMethod(name, false);
    }

    /** The same from its bytes; the common ones cost no string. */
    static SipMethod of(byte[] bytes, int from, int to) {
        SipMethod likely = switch (to > from + 2 ? bytes[from + 2] : 0) {
            case 'V' -> INVITE;
            case 'K' -> ACK;
            case 'E' -> BYE;
            case 'N' -> CANCEL;
            case 'T' -> OPTIONS;
            case 'A' -> PRACK;
            case 'D' -> UPDATE;
            default -> MESSAGE;
        };
        return likely.isSpelt(bytes, from, to) ? likely : of(Grammar.string(bytes, from, to));
    }

    private boolean isSpelt(byte[] bytes, int from, int to) {
        boolean same = to - from == name.length();
        for (int i = 0; same && i < name.length(); i++) {
            same = bytes[from + i] == name.charAt(i);
        }
        return same;
    }

    private static Map.Entry<String, SipMethod> entry(SipMethod method) {
        return Map.entry(method.name(), method);
    }

    @Override
    public String toString() {
        return name;
    }
}
