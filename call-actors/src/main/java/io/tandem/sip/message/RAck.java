package io.tandem.sip.message;

import java.util.Optional;

/**
 * What a PRACK acknowledges (RFC 3262 §7.2).
 *
 * @param rseq number of the provisional response
 * @param answered CSeq of the request that it responds to
 */
public record RAck(long rseq, CSeq answered) {
    private static final long MOST = 0xFFFF_FFFFL;

    public String text() {
        return rseq + " " + answered.text();
    }

    public static Optional<RAck> of(SipRequest prack) {
        return prack.headers().first(HeaderName.RACK).flatMap(RAck::parse);
    }

    /** The RSeq of a response (§7.1): 1 to 2³²−1; empty when there is none that can be read. */
    public static Optional<Long> rseqOf(SipResponse response) {
        return response.headers().contains(HeaderName.RSEQ)
                ? response.headers().first(HeaderName.RSEQ).map(String::strip).flatMap(RAck::number)
                : Optional.empty();
    }

    static Optional<RAck> parse(String text) {
        String value = text.strip();
        int space = value.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        Optional<CSeq> answered = CSeq.parse(value.substring(space + 1).strip());
        return answered.flatMap(cseq -> number(value.substring(0, space)).map(rseq -> new RAck(rseq, cseq)));
    }

    private static Optional<Long> number(String digits) {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long number = Long.parseLong(digits);
        return number >= 1 && number <= MOST ? Optional.of(number) : Optional.empty();
    }
}
