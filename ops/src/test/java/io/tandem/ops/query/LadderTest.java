package io.tandem.ops.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallView;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class LadderTest {

    @Test
    void anOrdinaryCallIsDrawnAsTheRfcsDrawIt() throws IOException {
        assertThat(text(Calls.basic())).isEqualTo(golden("basic"));
    }

    @Test
    void everyCalledPeerHasItsColumn() throws IOException {
        assertThat(text(Calls.hunted())).isEqualTo(golden("hunted"));
    }

    @Test
    void aCallWhoseMessagesWereNotKeptSaysSo() {
        assertThat(text(Calls.untold())).endsWith("\nNo message of this call was kept.\n");
        assertThat(svg(Calls.untold(), false)).contains("No message of this call was kept.");
    }

    @Test
    @Tag("NUM-53")
    void numbersAreMaskedUnlessAskedFor() {
        assertThat(text(Calls.hunted()) + svg(Calls.hunted(), false)).doesNotContain("1632960");
        assertThat(LadderText.draw(LadderPlan.of(Calls.hunted(), true))).contains(Calls.CALLING, Calls.CALLED);
        assertThat(svg(Calls.hunted(), true)).contains(Calls.CALLING);
    }

    @Test
    void whatAPeerWroteDoesNotSteerTheTerminal() {
        assertThat(text(Calls.hunted())).doesNotContain("\u001b").contains("503 <b>&\"gone\"?[31m");
    }

    @Test
    void theSvgIsWellFormedWhateverAPeerWrote() throws Exception {
        Document drawing = parsed(svg(Calls.hunted(), true));
        assertThat(drawing.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(drawing.getElementsByTagName("b").getLength()).isZero();
        assertThat(drawing.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void theSvgHasAnArrowForEveryMessageAndABandForTheAudioOfEachSide() throws Exception {
        Document drawing = parsed(svg(Calls.basic(), false));
        int arrows = 0;
        for (int i = 0; i < drawing.getElementsByTagName("line").getLength(); i++) {
            if (drawing.getElementsByTagName("line").item(i).getAttributes().getNamedItem("marker-end") != null) {
                arrows++;
            }
        }
        assertThat(arrows).isEqualTo(Calls.basic().trace().size());
        assertThat(svg(Calls.basic(), false).split("class=\"media\"")).hasSize(3);
    }

    @Test
    void timesAreMillisecondsWithOneDecimal() {
        assertThat(Ladder.millis(0)).isEqualTo("0.0");
        assertThat(Ladder.millis(1_249)).isEqualTo("1.2");
        assertThat(Ladder.millis(1_250)).isEqualTo("1.3");
        assertThat(Ladder.millis(-300)).as("a clock that was set back").isEqualTo("-0.3");
    }

    @Test
    void spansAreSaidInWordsForPeople() {
        assertThat(Ladder.span(850_000)).isEqualTo("850 ms");
        assertThat(Ladder.span(12_345_000)).isEqualTo("12.3 s");
        assertThat(Ladder.span(62_000_000)).isEqualTo("1 min 02 s");
        assertThat(Ladder.span(3_725_000_000L)).isEqualTo("1 h 2 min 05 s");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = LadderTest.class.getResourceAsStream("/ladders/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String text(CallView call) {
        return LadderText.draw(LadderPlan.of(call, false));
    }

    private static String svg(CallView call, boolean fullNumbers) {
        return LadderSvg.draw(LadderPlan.of(call, fullNumbers));
    }

    private static Document parsed(String svg) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
