package io.tandem.interworking;

import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.util.List;
import java.util.Optional;

/**
 * Who calls whom, in the form of the network that an INVITE goes to. A sip URI without a host waits for one.
 *
 * @param from without a tag
 * @param identities for P-Asserted-Identity, in order
 * @param privacy the value for Privacy
 * @param forwarded who has forwarded the call
 * @param rewrites what the trunk's outbound rules did
 * @param withoutNumber what was done, towards Microsoft, about a caller that has no global number and does not hide
 *            (NUM-22); empty for every other one
 */
public record Parties(Uri requestUri, Uri to, Address from, List<Address> identities,
        Optional<String> privacy, Forwarded forwarded, List<Rewrite> rewrites, Optional<CallerPolicy> withoutNumber) {}
