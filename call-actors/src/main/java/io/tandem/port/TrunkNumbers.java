package io.tandem.port;

import io.tandem.tenant.number.NumberForm;
import io.tandem.tenant.number.NumberPlan;
import io.tandem.tenant.number.PhoneNumber;
import io.tandem.tenant.number.RuleList;
import java.util.Optional;
import java.util.Set;

/**
 * How the numbers of a trunk are read, rewritten and written (NUM-10 to NUM-34).
 *
 * @param inboundCalled rules for the called number of what the trunk sends us
 * @param inboundCalling rules for its calling numbers
 * @param outboundCalled rules for the called number of what we send it
 * @param outboundCalling rules for its calling numbers
 */
public record TrunkNumbers(RuleList inboundCalled, RuleList inboundCalling, RuleList outboundCalled,
        RuleList outboundCalling, Reading reading, Writing writing) {
    public static final TrunkNumbers DEFAULT = new TrunkNumbers(RuleList.empty("inbound-called"),
            RuleList.empty("inbound-calling"), RuleList.empty("outbound-called"), RuleList.empty("outbound-calling"),
            Reading.DEFAULT, Writing.DEFAULT);

    /**
     * @param anonymousCallers users that stand for a caller who is not shown, lower case (NUM-12)
     * @param calledPartyId whether P-Called-Party-ID, where it stands, comes before the Request-URI
     * @param remotePartyId whether Remote-Party-ID is asked where there is no P-Asserted-Identity
     */
    public record Reading(Set<String> anonymousCallers, boolean calledPartyId, boolean remotePartyId,
            NotCanonical notCanonical) {
        public static final Set<String> ANONYMOUS = Set.of("", "anonymous", "unavailable", "restricted", "unknown");
        public static final Reading DEFAULT = new Reading(ANONYMOUS, false, false, NotCanonical.BY_LENGTH);
    }

    /** What a caller is answered whose called number is none after the rules (NUM-34). */
    public enum NotCanonical {
        /** 484 when digits are missing, else 404. */
        BY_LENGTH, INCOMPLETE, NOT_FOUND;

        /** @param byLength what its length alone would give */
        public int status(int byLength) {
            return switch (this) {
                case BY_LENGTH -> byLength;
                case INCOMPLETE -> 484;
                case NOT_FOUND -> 404;
            };
        }
    }

    /**
     * @param requestUri @param to @param from @param identity how each header's number is written; towards Microsoft
     *            always with its plus (NUM-20)
     * @param defaultNumber what takes the place of a caller that has no number
     */
    public record Writing(NumberPlan plan, NumberForm requestUri, NumberForm to, NumberForm from, NumberForm identity,
            CallerPolicy callerPolicy, Optional<PhoneNumber> defaultNumber) {
        public static final Writing DEFAULT = new Writing(NumberPlan.DEFAULT, NumberForm.E164PLUS, NumberForm.E164PLUS,
                NumberForm.E164PLUS, NumberForm.E164PLUS, CallerPolicy.ANONYMOUS, Optional.empty());
    }

    /** What becomes, towards Microsoft, of a caller that has no global number (NUM-22). */
    public enum CallerPolicy {
        ANONYMOUS("anonymous"), DEFAULT_NUMBER("default-number"), KEEP("keep");

        private final String label;

        CallerPolicy(String label) {
            this.label = label;
        }

        /** As configuration, figures and timelines name it. */
        public String label() {
            return label;
        }
    }
}
