package io.tandem.interworking;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipUri;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.RuleList;
import java.util.List;
import java.util.Set;

/** Whether a call that was forwarded comes back to a number that it was at before, by the way through us (TSP-95). */
public final class Loops {

    private Loops() {}

    /**
     * What we tell of history names our host. A number there that is called again, after another one was, goes in a
     * circle; the same number alone again is a peer's second try.
     *
     * @param called canonical
     * @param ourHosts the hosts that we are known by
     */
    public static boolean isLoop(Headers received, String called, Set<String> ourHosts, RuleList numbers) {
        if (!received.contains(HeaderName.HISTORY_INFO)) {
            return false;
        }
        List<Address> history = Forwarded.read(received, HeaderName.HISTORY_INFO);
        boolean wasThere = false;
        for (Address entry : history) {
            boolean same = numberOf(entry, numbers).equals(called);
            if (wasThere && !same) {
                return true;
            }
            wasThere |= same && entry.uri() instanceof SipUri sip && ourHosts.contains(sip.host());
        }
        return false;
    }

    private static String numberOf(Address entry, RuleList numbers) {
        return CalledNumber.read(entry.uri(), numbers).number() instanceof CalledNumber.Global global
                ? global.number().e164()
                : "";
    }
}
