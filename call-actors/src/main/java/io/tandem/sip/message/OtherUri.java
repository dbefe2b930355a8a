package io.tandem.sip.message;

/** A URI of a scheme that we carry but do not look into; rest is all after the first colon. */
public record OtherUri(String scheme, String rest) implements Uri {
    @Override
    public String text() {
        return scheme.isEmpty() ? rest : scheme + ':' + rest;
    }
}
