package io.tandem.interworking;

import io.tandem.sip.message.ContentType;
import io.tandem.sip.message.Field;
import io.tandem.sip.message.Multipart;
import io.tandem.sip.message.SipMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of an emergency INVITE: a session description and, beside it, where the caller is (PIDF-LO, F-149). The
 * description becomes ours on the way; all else reaches the core untouched (F-141).
 */
public record LocatedBody(Multipart parts) {

    /** Empty for a body that is no multipart, or cannot be read as one. */
    public static Optional<LocatedBody> of(SipMessage invite) {
        if (invite.hasBody() && invite.contentType() instanceof Field.Present(ContentType type)
                && Multipart.parse(type, invite.body()) instanceof Multipart.Result.Read(Multipart parts)) {
            return Optional.of(new LocatedBody(parts));
        }
        return Optional.empty();
    }

    /** The session description in it; empty when the offer is left to the called side. */
    public Optional<byte[]> description() {
        return parts.first("application", "sdp").map(Multipart.Part::body);
    }

    /** The same body with that description in the place of its own. */
    public Multipart with(byte[] description) {
        Optional<Multipart.Part> replaced = parts.first("application", "sdp");
        List<Multipart.Part> all = new ArrayList<>(parts.parts().size());
        for (Multipart.Part part : parts.parts()) {
            all.add(replaced.isPresent() && part == replaced.get()
                    ? new Multipart.Part(part.headers(), description)
                    : part);
        }
        return new Multipart(parts.subtype(), parts.boundary(), all);
    }
}
