package io.tandem.ops.lab;

import java.util.UUID;

/** What Microsoft refers a call to: a name of its own with the parameters that it knows the target by (TSP-126). */
public final class MicrosoftTarget {

    private MicrosoftTarget() {}

    /**
     * A Refer-To value of about 400 characters.
     *
     * @param user +E.164, or "" for a target without a number
     * @param host Microsoft's name; @param port where it listens
     * @param target whom it means (x-m); @param tenant whose they are (x-t); @param transfer this one (x-ti)
     */
    public static String referTo(String user, String host, int port, UUID target, UUID tenant, UUID transfer) {
        String replacement = "sip%3Aapi." + host + "%3A443%3Bx-i%3D" + transfer + "%3Bx-c%3D" + tenant
                + "%2Fd%2F8%2F" + target + "%2Fs%2F1%2F" + transfer;
        return "<sip:" + (user.isEmpty() ? "" : user + "@") + host + ":" + port
                + ";user=phone;transport=tls;x-m=8:orgid:"
                + target + ";x-t=" + tenant + ";x-ti=" + transfer + ";x-tt=" + replacement + ">";
    }
}
