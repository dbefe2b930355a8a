package io.tandem.cluster.edge;

import io.tandem.sip.message.Header;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.ParseResult;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.Via;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.ResponseRouting;
import java.util.List;
import java.util.Optional;

/**
 * The stateless answer to a request that could not be read (RFC 3261 §8.2.7, §18.2): no transaction comes of it.
 *
 * @param flow where it goes
 */
record MalformedAnswer(SipResponse response, Flow flow) {

    /** Empty when it was a response, an ACK, or does not say where an answer goes. */
    static Optional<MalformedAnswer> to(ParseResult.Malformed malformed, Flow arrived) {
        return malformed.answerable().flatMap(headers -> topVia(headers).map(via -> {
            Via stamped = ResponseRouting.stampReceived(via, arrived.remote());
            SipResponse response = SipResponse.to(withTopVia(headers, stamped), malformed.status())
                    .reason(
                            malformed.reason())
                    .toTag(tag(via))
                    .build();
            return new MalformedAnswer(response, ResponseRouting.responseDestination(stamped, arrived));
        }));
    }

    private static Optional<Via> topVia(Headers headers) {
        List<String> vias = headers.values(HeaderName.VIA);
        return vias.isEmpty() ? Optional.empty() : Via.parse(vias.getFirst());
    }

    private static Headers withTopVia(Headers headers, Via top) {
        Headers.Builder answer = Headers.builder();
        List<String> vias = headers.values(HeaderName.VIA);
        for (int i = 0; i < vias.size(); i++) {
            answer.add(HeaderName.VIA, i == 0 ? top.text() : vias.get(i));
        }
        for (Header row : headers) {
            if (!row.name().equals(HeaderName.VIA)) {
                answer.add(row.name(), row.value());
            }
        }
        return answer.build();
    }

    /** §8.2.7: the same for each retransmission, though nothing is kept. */
    private static String tag(Via via) {
        return "m" + Integer.toHexString(via.text().hashCode());
    }
}
