package io.tandem.ops.lab.profile;

import io.tandem.sip.message.SipMessage;
import java.util.List;

/**
 * What Microsoft's side does not take from a gateway, message by message. Not checked: RTP/SAVP and keys (TSP-140 to
 * TSP-142), which wait for SRTP, and what needs a clock. For one thread.
 */
public final class TeamsProfile {

    /**
     * How the ends are called.
     *
     * @param microsoft the name that the gateway calls
     * @param gateway its own name; "" when that is not known, and not judged
     */
    public record Names(String microsoft, String gateway) {}

    private static final List<Check> CHECKS = List.of(
            AddressChecks::tsp2NoSips, AddressChecks::tsp43NoAddressAsHost, AddressChecks::tsp60RequestUri,
            AddressChecks::tsp62From, AddressChecks::tsp63OneContact, AddressChecks::tsp65RecordRoute,
            AddressChecks::tsp68NothingOfTheCore, AddressChecks::tsp91AssertedIdentity, AddressChecks::tsp93Anonymous,
            MethodChecks::tsp42OptionsContact, MethodChecks::tsp45OptionsAnswer, MethodChecks::tsp70Product,
            MethodChecks::tsp110NotifyAllowed, MethodChecks::tsp112AnOfferInEachInvite, MethodChecks::tsp113NoReplaces,
            MethodChecks::tsp113ReplacesSupported, MethodChecks::tsp125CauseOfBusy,
            MethodChecks::tsp114NoUpdate, MethodChecks::tsp115SessionExpires, MethodChecks::tsp125ReasonOfBye,
            DescriptionChecks::tsp140OneAudio, DescriptionChecks::tsp145Attributes,
            DescriptionChecks::tsp146NoIceNoDtls, DescriptionChecks::tsp150Hold);

    private final Names names;
    private final MediaMemory memory = new MediaMemory();

    public TeamsProfile(Names names) {
        this.names = names;
    }

    /** What of that message, which the gateway sent, is against the rules: each with its number. */
    public List<String> violations(SipMessage message) {
        Seen seen = Seen.of(message, names);
        Findings findings = new Findings(seen);
        for (Check check : CHECKS) {
            check.look(seen, findings);
        }
        memory.look(seen, findings);
        return findings.all();
    }
}
