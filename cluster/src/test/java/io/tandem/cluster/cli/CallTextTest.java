package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CallTextTest {

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void listsCallsInAlignedColumns() throws Exception {
        String table = CallText.table(json("""
                {'value':[
                  {'id':'0a','state':'Talking','startedAt':'2026-11-23T02:00:00Z','calling':'+441','called':'+4420',
                   'account':'contoso','service':'oc','inboundGroup':'core','outboundGroup':'teams'},
                  {'id':'0b','state':'Routing','startedAt':'2026-11-23T02:00:01Z','calling':'anonymous','called':'+44',
                   'inboundGroup':'teams'}]}
                """));
        assertThat(table).isEqualTo("""
                CALL  STATE    STARTED               CALLING    CALLED  ACCOUNT  SERVICE  FROM   TO
                0a    Talking  2026-11-23T02:00:00Z  +441       +4420   contoso  oc       core   teams
                0b    Routing  2026-11-23T02:00:01Z  anonymous  +44     -        -        teams  -
                """);
    }

    @Test
    void saysThatNoCallIsUpAndThatMoreAreThanShown() throws Exception {
        assertThat(CallText.table(json("{'value':[]}"))).isEqualTo("No call is up.\n");
        assertThat(CallText.table(json("{'value':[{'id':'0a'}],'nextLink':'/ops/calls?skip=1'}"))).endsWith(
                "More calls are up; --top N shows more of them.\n");
    }

    @Test
    void showsLegsMediaAndTimelineOfACall() throws Exception {
        String text = CallText.call(
                json("""
                        {'id':'0a','state':'Ended','calling':'+441','called':'+442','decision':'trunk teams',
                         'failedAttempts':[{'leg':1,'peer':'mps-1','outcome':'silent','status':408,'reason':'no answer'}],
                         'startedAt':'T0','answeredAt':'T1','endedAt':'T2',
                         'cause':{'side':'caller','status':200,'q850':16,'reason':'normal clearing'},
                         'legs':[{'number':0,'role':'caller','state':'Closed','peerGroup':'core','peer':'core-1','callId':'x@y',
                           'localTag':'0a-0','remoteTag':'r','localCSeq':-1,'remoteCSeq':2,'routeSet':['<sip:a;lr>'],
                           'remoteTarget':'sip:c@d'}],
                         'media':{'codecs':['PCMA'],'stats':{'caller':{'localAddress':'127.0.0.1:20000','remoteAddress':
                           '127.0.0.1:6000','latched':true,'packetsReceived':50,'octetsReceived':8000,'packetsSent':49,
                           'octetsSent':7840,'packetsLost':0,'packetsOutOfOrder':1,'packetsRefused':2,'jitterMillis':0.26,'lostAtPeer':3,'roundTripMillis':41.26}},
                           'silent':['callee'],'mos':{'caller':4.37}},
                         'timeline':[{'at':'T0','what':'INVITE from core-1'}]}
                        """));
        assertThat(text).contains("cause       by caller: normal clearing (SIP 200, Q.850 16)\n")
                .contains("failed      leg 1, mps-1: no answer (SIP 408, silent)\n")
                .contains(
                        "leg 0, caller\n")
                .contains("  tags      ours 0a-0, theirs r\n")
                .contains(
                        "  route set <sip:a;lr>\n")
                .contains(
                        "  caller    127.0.0.1:20000 <-> 127.0.0.1:6000 (latched)\n")
                .contains(
                        "lost 0, out of order 1, refused 2, jitter 0.3 ms\n", "lost 3 as the peer says\n",
                        "MOS 4.37, round trip 41.3 ms\n", "was silent", "callee")
                .contains(
                        "  T0  INVITE from core-1\n");
    }

    @Test
    void letsNothingThatAPeerChoseSteerTheTerminal() throws Exception {
        assertThat(CallText.table(json("{'value':[{'id':'0a','calling':'a\\u001b[2Jb'}]}"))).contains("a?[2Jb");
    }
}
