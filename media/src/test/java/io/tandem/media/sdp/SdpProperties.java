package io.tandem.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

class SdpProperties {

    @Property
    void whatIsWrittenReadsBackTheSame(@ForAll("descriptions") SessionDescription description) {
        assertThat(Sdp.parse(Sdp.toBytes(description))).isEqualTo(new SdpResult.Parsed(description));
    }

    @Property
    void anyBytesGiveAResult(@ForAll byte[] bytes) {
        assertThat(Sdp.parse(bytes)).isNotNull();
    }

    @Property
    void aMutatedDescriptionGivesAResultThatWritesBack(@ForAll("descriptions") SessionDescription description,
            @ForAll int where, @ForAll byte what) {
        byte[] bytes = Sdp.toBytes(description);
        bytes[Math.floorMod(where, bytes.length)] = what;
        if (Sdp.parse(new String(bytes, StandardCharsets.UTF_8)) instanceof SdpResult.Parsed(var read)) {
            assertThat(Sdp.parse(Sdp.write(read))).isEqualTo(new SdpResult.Parsed(read));
            RemoteMedia.of(read);
        }
    }

    @Property
    @Tag("F-196")
    @Tag("TSP-68")
    void aRelayedOfferKeepsTheSectionsAndHidesTheWriter(@ForAll("descriptions") SessionDescription description) {
        OwnMedia own = new OwnMedia(7, 1, "192.0.2.9", 20_000);
        RelayedSdp.offer(description, own).ifPresent(relayed -> {
            assertThat(relayed.media()).hasSameSizeAs(description.media());
            assertThat(relayed.media().stream().filter(m -> m.port() != 0)).singleElement()
                    .extracting(
                            MediaDescription::port)
                    .isEqualTo(20_000);
            assertThat(Sdp.write(relayed)).doesNotContain("203.0.113.");
            assertThat(Sdp.parse(Sdp.write(relayed))).isEqualTo(new SdpResult.Parsed(relayed));
        });
    }

    @Property
    void anAnswerHasTheSectionsOfItsOfferWhateverTheAnswererWrote(@ForAll("descriptions") SessionDescription offer,
            @ForAll("descriptions") SessionDescription answer) {
        SessionDescription relayed = RelayedSdp.answer(offer, answer, new OwnMedia(7, 1, "192.0.2.9", 20_000));
        assertThat(relayed.media()).extracting(MediaDescription::kind)
                .isEqualTo(
                        offer.media().stream().map(MediaDescription::kind).toList());
        assertThat(relayed.media().stream().filter(m -> m.port() != 0).count()).isLessThanOrEqualTo(1);
    }

    @Provide
    Arbitrary<SessionDescription> descriptions() {
        Arbitrary<Origin> origins = Combinators.combine(words(), digits(), digits(), addresses())
                .as(
                        (name, id, version, address) -> new Origin(name, id, version, "IN", "IP4", address));
        return Combinators.combine(origins, lines(), sections().list().ofMaxSize(4)).as(SessionDescription::new);
    }

    private Arbitrary<MediaDescription> sections() {
        return Combinators.combine(Arbitraries.of("audio", "audio", "video", "image"),
                Arbitraries.integers().between(0, 65_535),
                Arbitraries.integers().between(1, 3), Arbitraries.of("RTP/AVP", "RTP/AVP", "RTP/SAVP", "udptl"),
                Arbitraries.of("0", "8", "9", "101", "111", "t38").list().ofMinSize(1).ofMaxSize(5), lines())
                .as(
                        MediaDescription::new);
    }

    private Arbitrary<List<Line>> lines() {
        Arbitrary<Line> any = Combinators.combine(Arbitraries.of('s', 't', 'b', 'i', 'z', 'Y', 'a'), values())
                .as(
                        Line::new);
        Arbitrary<Line> known = Arbitraries.of(Line.attribute("rtpmap", "8 PCMA/8000"), Line.attribute("sendonly"),
                Line.attribute("fmtp", "101 0-16"), Line.attribute("rtcp", "4001 IN IP4 203.0.113.9"),
                Line.attribute("candidate", "1 1 UDP 1 203.0.113.7 5000 typ host"), Line.attribute("rtpmap", "x"),
                Line.attribute("ptime", "20"));
        Arbitrary<Line> connection = addresses().map(address -> new Line('c', "IN IP4 " + address));
        return Arbitraries.oneOf(any, known, connection).list().ofMaxSize(8);
    }

    private Arbitrary<String> values() {
        return Arbitraries.strings().withCharRange(' ', '~').withChars('é', '漢', '\t').ofMaxLength(30);
    }

    private Arbitrary<String> addresses() {
        return Arbitraries.integers().between(1, 254).map(last -> "203.0.113." + last);
    }

    private Arbitrary<String> words() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(12);
    }

    private Arbitrary<String> digits() {
        return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(24);
    }
}
