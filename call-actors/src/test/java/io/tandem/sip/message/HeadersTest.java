package io.tandem.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void knownNamesStandOnceInEitherFormAndAnyCase() throws IllegalAccessException {
        for (var field : Arrays.stream(HeaderName.class.getFields())
                .filter(
                        f -> Modifier.isStatic(f.getModifiers()))
                .toList()) {
            HeaderName name = (HeaderName) field.get(null);
            assertThat(HeaderName.of(name.canonical())).isSameAs(name);
            assertThat(HeaderName.of(name.canonical().toUpperCase())).isSameAs(name);
            name.compactForm().ifPresent(c -> assertThat(HeaderName.of(c.toString().toUpperCase())).isSameAs(name));
        }
        assertThat(HeaderName.of("v")).isSameAs(HeaderName.VIA);
        assertThat(HeaderName.VIA.compactForm()).contains('v');
        assertThat(HeaderName.CSEQ.compactForm()).isEmpty();
    }

    @Test
    void unknownNamesCompareWithoutCase() {
        assertThat(HeaderName.of("X-Foo")).isEqualTo(HeaderName.of("x-fOO"))
                .hasSameHashCodeAs(
                        HeaderName.of("X-FOO"))
                .isNotEqualTo(HeaderName.of("X-Fop"));
        assertThat(HeaderName.of("X-Foo").canonical()).isEqualTo("X-Foo");
    }

    @Test
    void rowsAreSplitAtTopLevelCommasOnly() {
        Headers headers = Headers.builder()
                .add(HeaderName.CONTACT,
                        "\"a, \\\"b\" <sip:c,d@e>;x=\"f,g\" , <sip:h@i>,,sip:j@k")
                .add(HeaderName.of("m"), "sip:l@m")
                .build();

        assertThat(headers.values(HeaderName.CONTACT)).containsExactly("\"a, \\\"b\" <sip:c,d@e>;x=\"f,g\"",
                "<sip:h@i>", "sip:j@k", "sip:l@m");
        assertThat(headers.all(HeaderName.CONTACT)).hasSize(2);
    }

    @Test
    void rowsAreSetRemovedAndCopiedInPlace() {
        Headers headers = Headers.builder()
                .add(HeaderName.ROUTE, "1")
                .add(HeaderName.SUBJECT, "s")
                .add(
                        HeaderName.ROUTE, "2")
                .add(HeaderName.of("X-A"), "x")
                .build();

        assertThat(headers.toBuilder().set(HeaderName.ROUTE, "3").build()).extracting(Header::value)
                .containsExactly(
                        "3", "s", "x");
        assertThat(headers.toBuilder().remove(HeaderName.of("x-a")).build()).extracting(Header::value)
                .containsExactly(
                        "1", "s", "2");
        assertThat(Headers.builder().copy(headers, HeaderName.ROUTE).build()).extracting(Header::value)
                .containsExactly(
                        "1", "2");
        assertThat(headers.toBuilder().build()).isEqualTo(headers).hasSameHashCodeAs(headers);
        assertThat(headers.firstOr(HeaderName.ALLOW, "none")).isEqualTo("none");
        assertThat(headers.first(HeaderName.ROUTE)).contains("1");
    }

    @Test
    void foldsAreOneSpace() {
        SipRequest invite = Wire.request(Samples.INVITE.replace("X-Trace:   one,two", "X-Trace:\n  one,\n\t two\n "));

        assertThat(invite.headers().first(HeaderName.of("X-Trace"))).contains("one, two");
        assertThat(invite.contacts()).isInstanceOf(Field.Present.class);
    }
}
