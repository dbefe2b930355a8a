package io.tandem.sip.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request or a response (RFC 3261 §7). Immutable; what is read or written late is kept, and a race over that costs
 * the same work twice and nothing else.
 */
public abstract sealed class SipMessage permits SipRequest, SipResponse {
    private final Headers headers;
    private final Essentials essentials;
    private final Content content;
    private byte[] body;
    private byte[] wire;
    private Field<List<Address>> contacts;
    private Field<List<Address>> routes;
    private Field<List<Address>> recordRoutes;
    private Field<ContentType> contentType;

    SipMessage(Headers headers, Essentials essentials, Content content) {
        this.headers = headers;
        this.essentials = essentials;
        this.content = content;
    }

    public final Headers headers() {
        return headers;
    }

    /** The Via on top. A request that was built and has not met the transaction layer has none: asking is a bug. */
    public final Via topVia() {
        if (essentials.topVia() == null) {
            throw new IllegalStateException("No Via yet in " + this);
        }
        return essentials.topVia();
    }

    /** From the top down, up to one that cannot be read. */
    public final List<Via> vias() {
        List<Via> vias = new ArrayList<>(2);
        for (String value : headers.values(HeaderName.VIA)) {
            Optional<Via> via = Via.parse(value);
            if (via.isEmpty()) {
                break;
            }
            vias.add(via.get());
        }
        return vias;
    }

    public final Address from() {
        return essentials.from();
    }

    public final Address to() {
        return essentials.to();
    }

    public final String callId() {
        return essentials.callId();
    }

    public final CSeq cseq() {
        return essentials.cseq();
    }

    public final Optional<String> fromTag() {
        return from().tag();
    }

    public final Optional<String> toTag() {
        return to().tag();
    }

    public final Field<List<Address>> contacts() {
        if (contacts == null) {
            contacts = addresses(HeaderName.CONTACT);
        }
        return contacts;
    }

    public final Field<List<Address>> routes() {
        if (routes == null) {
            routes = addresses(HeaderName.ROUTE);
        }
        return routes;
    }

    public final Field<List<Address>> recordRoutes() {
        if (recordRoutes == null) {
            recordRoutes = addresses(HeaderName.RECORD_ROUTE);
        }
        return recordRoutes;
    }

    /** Any header that is a list of addresses: P-Asserted-Identity, Diversion, History-Info, … Read at each call. */
    public final Field<List<Address>> addresses(HeaderName name) {
        int row = headers.find(name, 0);
        if (row < 0) {
            return Field.absent();
        }
        List<Address> all = new ArrayList<>(2);
        for (; row >= 0; row = headers.find(name, row + 1)) {
            if (!readAddresses(row, all)) {
                return Field.malformed(name, "Malformed " + name);
            }
        }
        return Field.of(List.copyOf(all));
    }

    private boolean readAddresses(int row, List<Address> into) {
        Cursor cursor = headers.cursor(row);
        if (headers.find(HeaderName.CONTACT, row) == row && headers.isWildcard(row)) {
            into.add(Address.wildcard());
            return true;
        }
        do {
            Address address = cursor.address();
            if (address == null) {
                return false;
            }
            into.add(address);
        } while (cursor.skip(','));
        return cursor.atEnd();
    }

    public final Field<ContentType> contentType() {
        if (contentType == null) {
            contentType = readContentType();
        }
        return contentType;
    }

    private Field<ContentType> readContentType() {
        int row = headers.find(HeaderName.CONTENT_TYPE, 0);
        if (row < 0) {
            return Field.absent();
        }
        ContentType read = headers.cursor(row).contentType();
        return read == null ? Field.malformed(HeaderName.CONTENT_TYPE, "Malformed Content-Type") : Field.of(read);
    }

    /** Length 0 when there is none; not to be modified. */
    public final byte[] body() {
        if (body == null) {
            body = content.body();
        }
        return body;
    }

    public final boolean hasBody() {
        return content.bodyLength() > 0;
    }

    /** Without its CRLF. */
    public abstract String startLine();

    /** What goes on the wire; for an unmodified parsed message the very bytes it came in. Not to be modified. */
    public final byte[] toBytes() {
        if (wire == null) {
            wire = content.asRead() ? content.whole() : MessageWriter.encode(startLine(), headers, content);
        }
        return wire;
    }

    /** The same into a buffer with room for {@link #encodedLength()} bytes. */
    public final void writeTo(ByteBuffer out) {
        out.put(toBytes());
    }

    public final int encodedLength() {
        return toBytes().length;
    }

    /** The same, found without writing a message that is not written yet. */
    public final int wireLength() {
        if (wire != null || content.asRead()) {
            return encodedLength();
        }
        return MessageWriter.length(startLine(), headers, content);
    }

    final Essentials essentials() {
        return essentials;
    }

    final Content content() {
        return content;
    }
}
