package io.tandem.interworking;

import io.tandem.sip.message.SipMethod;

/** The methods that a call of ours understands today; the rest are refused by name (RFC 3261 §8.2.1). */
public final class Methods {
    public static final String ALLOW = "INVITE, ACK, CANCEL, BYE, INFO, NOTIFY, PRACK, UPDATE, OPTIONS, REFER";

    /** Of a trunk whose peers may not hand calls on (TSP-110). */
    public static final String ALLOW_WITHOUT_REFER = ALLOW.replace(", REFER", "");

    /** Extensions that every leg has, whatever its trunk (TRAP-23). */
    public static final String SUPPORTED = "replaces, norefersub";

    private Methods() {}

    public static boolean allowed(SipMethod method) {
        return method.equals(SipMethod.INVITE) || method.equals(SipMethod.ACK) || method.equals(SipMethod.CANCEL)
                || method.equals(SipMethod.BYE) || method.equals(SipMethod.OPTIONS) || method.equals(SipMethod.UPDATE)
                || method.equals(SipMethod.INFO) || method.equals(SipMethod.NOTIFY)
                || method.equals(SipMethod.PRACK) || method.equals(SipMethod.REFER);
    }
}
