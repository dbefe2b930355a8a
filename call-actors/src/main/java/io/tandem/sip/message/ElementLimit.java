package io.tandem.sip.message;

import java.util.Locale;

/**
 * What of a message has a largest size or number (F-133 to F-136). Sizes are bytes on the wire, escapes uncounted. Each
 * has a {@link Problem} of its own, and so its own answer and its own count.
 */
public enum ElementLimit {
    /** The whole message (F-133). */
    MESSAGE_BYTES(10 * 1024, 1_300, 65_535),
    /** Its body (F-133); in practice the message's limit is the narrower one. */
    BODY_BYTES(128 * 1024, 1_300, 1 << 20),
    /** Header rows; the number is ours, for want of a published one. */
    HEADER_ROWS(128, 20, 1_024),
    /** A header's name (F-134). */
    HEADER_NAME_BYTES(32, 16, 1_024),
    /** The value of one header row; ours. */
    HEADER_VALUE_BYTES(4_096, 512, 65_535),
    /** The Request-URI (F-134). */
    URI_BYTES(256, 64, 8_192),
    /** Each Contact URI (F-134). */
    CONTACT_BYTES(256, 64, 8_192),
    /** The user part, with its password, of the Request-URI, From or To (F-134). */
    USERINFO_BYTES(256, 64, 8_192),
    /** The host of the From URI (F-134). */
    DOMAIN_BYTES(255, 64, 8_192),
    /** Type and subtype of the body, as Content-Type names them (F-134). */
    BODY_NAME_BYTES(64, 32, 1_024),
    /** A row of Supported, Require or Proxy-Require (F-134). */
    OPTIONS_BYTES(256, 64, 8_192),
    /** One option tag of these (F-134). */
    OPTION_TAG_BYTES(32, 16, 1_024),
    /** Parameters of one URI, or of one value of a header; ours. */
    PARAMETERS(32, 8, 1_024),
    /** Via values, over all rows: as many as Max-Forwards starts with (RFC 3261 §8.1.1.6). */
    VIAS(70, 2, 1_024),
    /** Parts of a multipart body; ours. */
    BODY_PARTS(16, 2, Multipart.MAX_PARTS);

    private final int standard;
    private final int least;
    private final int most;

    ElementLimit(int standard, int least, int most) {
        this.standard = standard;
        this.least = least;
        this.most = most;
    }

    /** What it is unless configured. */
    public int standard() {
        return standard;
    }

    /** The narrowest that still lets ordinary messages through. */
    public int least() {
        return least;
    }

    /** The widest that the parser is made for. */
    public int most() {
        return most;
    }

    /** As configuration names it, under {@code tandem.sip.limits}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
