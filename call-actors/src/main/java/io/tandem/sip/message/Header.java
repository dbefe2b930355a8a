package io.tandem.sip.message;

/** One header field row: its name and its value, unfolded and trimmed (RFC 3261 §7.3.1). */
public record Header(HeaderName name, String value) {}
