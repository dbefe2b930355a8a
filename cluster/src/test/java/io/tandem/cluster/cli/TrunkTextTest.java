package io.tandem.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrunkTextTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static String table(String text) throws Exception {
        JsonNode json = new ObjectMapper().readTree(text.replace('\'', '"'));
        return TrunkText.table(json, NOW);
    }

    @Test
    void showsOfEachAddressWhetherItServesAndSinceWhenAndWhyNot() throws Exception {
        assertThat(
                table("""
                        {'value':[
                          {'name':'core','peers':[
                            {'name':'core-1','address':'192.0.2.10:5060','lastOptionsReceived':'2026-11-27T11:59:48Z','targets':[
                              {'address':'192.0.2.10:5060','state':'up','rttMillis':0.84,'lastOptionsAnswered':'2026-11-27T11:59:30Z',
                               'restSeconds':0}]}]},
                          {'name':'teams','peers':[
                            {'name':'mps-1','address':'sip.pstnhub.microsoft.com:5061','stale':true,'targets':[
                              {'address':'52.114.75.24:5061','state':'down','rttMillis':31.25,
                               'lastOptionsAnswered':'2026-11-27T10:00:00Z','lastFailure':'no answer in 4000 ms',
                               'lastFailureAt':'2026-11-27T11:59:59Z','restSeconds':9},
                              {'address':'52.114.76.76:5061','state':'unknown','restSeconds':0}]},
                            {'name':'mps-2','address':'_sip._tls.r1.example.com','trouble':'no such name: _sip._tls.r1.example.com',
                             'targets':[]}]}]}
                        """))
                .isEqualTo(
                        """
                                TRUNK  PEER    CONFIGURED                      ADDRESS            STATE                   RTT      ANSWERED     HEARD     LAST FAILURE
                                core   core-1  192.0.2.10:5060                 192.0.2.10:5060    up                      0.8 ms   30 s ago     12 s ago  -
                                teams  mps-1   sip.pstnhub.microsoft.com:5061  52.114.75.24:5061  down, rests 9 s, stale  31.3 ms  120 min ago  -         no answer in 4000 ms, 1 s ago
                                teams  mps-1   sip.pstnhub.microsoft.com:5061  52.114.76.76:5061  unknown, stale          -        -            -         -
                                teams  mps-2   _sip._tls.r1.example.com        -                  no address              -        -            -         no such name: _sip._tls.r1.example.com
                                """);
    }

    /** It was down once, and is not any more: both stand there. */
    @Test
    void keepsTheLastFailureOfAnAddressThatIsBack() throws Exception {
        assertThat(table("""
                {'value':[{'name':'core','peers':[{'name':'a','address':'h:1','targets':[
                  {'address':'192.0.2.1:1','state':'up','rttMillis':2,'lastOptionsAnswered':'2026-11-27T11:59:59Z',
                   'lastFailure':'503 Service Unavailable','lastFailureAt':'2026-11-27T11:58:00Z','restSeconds':0}]}]}]}
                """)).endsWith("up     2.0 ms  1 s ago   -      503 Service Unavailable, 120 s ago\n");
    }

    @Test
    void letsNothingThatAPeerSaidSteerTheTerminal() throws Exception {
        assertThat(table("""
                {'value':[{'name':'core','peers':[{'name':'a','address':'h:1','targets':[
                  {'address':'192.0.2.1:1','state':'down','lastFailure':'503 a\\u001b[2Jb','restSeconds':0}]}]}]}
                """)).contains("503 a?[2Jb");
    }

    @Test
    void saysFromWhichServiceAddressATrunkIsSeenWhereThereAreSeveral() throws Exception {
        assertThat(
                table("""
                        {'value':[{'name':'core','serviceAddress':'a','peers':[{'name':'core-1','address':'192.0.2.10','targets':[]}]},
                                  {'name':'core','serviceAddress':'b','peers':[{'name':'core-1','address':'192.0.2.10','targets':[]}]}]}
                        """))
                .contains("core (a)  core-1")
                .contains("core (b)  core-1");
    }
}
