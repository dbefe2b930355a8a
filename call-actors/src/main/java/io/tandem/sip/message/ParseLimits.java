package io.tandem.sip.message;

/**
 * What is too big to be read (F-133 to F-136). All are bytes on the wire, escapes uncounted, except the row count.
 *
 * @param messageBytes the whole message: 513 over it
 * @param bodyBytes the body: 413 over it
 * @param headerRows how many header rows
 * @param headerNameBytes a header's name
 * @param uriBytes the Request-URI (414 over it) and each Contact URI
 * @param userinfoBytes the user part of a URI
 * @param domainBytes the host of the From URI
 * @param optionsBytes a row of Supported, Require or Proxy-Require
 * @param optionTagBytes one option tag
 */
public record ParseLimits(int messageBytes, int bodyBytes, int headerRows, int headerNameBytes, int uriBytes,
        int userinfoBytes, int domainBytes, int optionsBytes, int optionTagBytes) {

    /** The limits of F-133 and F-134; 128 rows is ours, for want of a published one. */
    public static final ParseLimits DEFAULT = new ParseLimits(10 * 1024, 128 * 1024, 128, 32, 256, 256, 255, 256, 32);

    /** As wide as a datagram can be: what RFC 3261 asks of an element that has no reason to refuse. */
    public static final ParseLimits WIDE = new ParseLimits(65_535, 65_535, 1_024, 1_024, 8_192, 8_192, 8_192, 8_192,
            1_024);

    public ParseLimits withMessageBytes(int bytes) {
        return new ParseLimits(bytes, bodyBytes, headerRows, headerNameBytes, uriBytes, userinfoBytes, domainBytes,
                optionsBytes, optionTagBytes);
    }

    public ParseLimits withBodyBytes(int bytes) {
        return new ParseLimits(messageBytes, bytes, headerRows, headerNameBytes, uriBytes, userinfoBytes, domainBytes,
                optionsBytes, optionTagBytes);
    }

    public ParseLimits withUriBytes(int bytes) {
        return new ParseLimits(messageBytes, bodyBytes, headerRows, headerNameBytes, bytes, userinfoBytes, domainBytes,
                optionsBytes, optionTagBytes);
    }
}
