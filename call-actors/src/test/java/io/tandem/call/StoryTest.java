package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallView.TraceEntry;
import io.tandem.sip.message.CSeq;
import io.tandem.sip.message.SipMethod;
import io.tandem.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoryTest {
    private final CallOnPaper call = new CallOnPaper();

    private TraceEntry toldOf(SipMethod method, String contentType, String body) {
        CallEffect.SendRequest sent = call.sent(SipMethod.INVITE, 1).getFirst();
        SipRequest request = SipRequest.builder(method, sent.request().requestUri())
                .from(sent.request().from())
                .to(sent.request().to())
                .callId("story")
                .cseq(new CSeq(1, method))
                .body(contentType, body.getBytes(StandardCharsets.UTF_8))
                .build();
        Story story = new Story(CallOnPaper.T0);
        story.told(new CallEffect.SendRequest(1, sent.transaction(), request, sent.flow()), CallOnPaper.T0);
        return story.trace().getFirst();
    }

    @Test
    void aLineSaysOfSessionDescriptionsThatTheyAreThereAndOfNoOtherBody() {
        call.invited();

        assertThat(toldOf(SipMethod.INVITE, "application/sdp", CallOnPaper.OFFER).sdp()).isTrue();
        assertThat(toldOf(SipMethod.INVITE, "multipart/mixed;boundary=b", "--b").sdp()).isTrue();
        assertThat(toldOf(SipMethod.NOTIFY, "message/sipfrag", "SIP/2.0 100 Trying").sdp()).isFalse();
    }
}
