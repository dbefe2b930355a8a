package io.tandem.sip.message;

/** A tel URI (RFC 3966): number as written, visual separators kept, "+" first when global. */
public record TelUri(String number, Parameters parameters) implements Uri {
    @Override
    public String scheme() {
        return "tel";
    }

    @Override
    public String text() {
        return "tel:" + number + parameters.text();
    }
}
