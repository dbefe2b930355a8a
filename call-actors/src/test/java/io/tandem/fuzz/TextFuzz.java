package io.tandem.fuzz;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import io.tandem.sip.message.Via;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.PhoneNumber;
import java.nio.charset.StandardCharsets;

/** URIs, addresses, Via, CSeq and numbers: any text is read or not, and what is read is written so that it reads. */
public final class TextFuzz {
    private TextFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Uri.parse(text).ifPresent(uri -> {
            Always.holds(Uri.parse(uri.text()).isPresent(), "a URI's text is a URI: " + uri.text());
            CalledNumber.read(uri);
            if (uri instanceof SipUri sip) {
                sip.decodedUser();
                Always.holds(sip.equivalentTo(sip), "a URI is equivalent to itself");
            }
        });
        Address.parse(text).ifPresent(address -> {
            Always.holds(Address.parse(address.text()).isPresent(), "an address's text is one: " + address.text());
            address.tag();
        });
        Via.parse(text)
                .ifPresent(via -> Always.holds(Via.parse(via.text()).equals(Via.parse(via.text())),
                        "a Via's text is one"));
        CSeq.parse(text).ifPresent(cseq -> Always.holds(CSeq.parse(cseq.text()).isPresent(), "so is a CSeq's"));
        PhoneNumber.mask(text);
        PhoneNumber.parse(text)
                .ifPresent(number -> Always.holds(
                        PhoneNumber.at(number.block(), number.suffix()).equals(number), "a number is at its place"));
    }
}
