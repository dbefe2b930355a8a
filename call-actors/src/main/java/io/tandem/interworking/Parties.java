package io.tandem.interworking;

import io.tandem.sip.message.Address;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.util.List;

/**
 * Who calls whom, in the form of the network that an INVITE goes to. A sip URI without a host waits for one.
 *
 * @param from without a tag
 * @param identities for P-Asserted-Identity, in order
 * @param rewrites what the trunk's outbound rules did
 */
public record Parties(Uri requestUri, Uri to, Address from, List<Address> identities, List<Rewrite> rewrites) {}
