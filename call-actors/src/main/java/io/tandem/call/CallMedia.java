package io.tandem.call;

import io.tandem.media.session.DescribeRemote;
import io.tandem.media.session.OpenResult.LocalMedia;
import java.util.List;
import java.util.Optional;

/**
 * The call's media session as the call describes it: enough to open it again on the same ports.
 *
 * @param towardsCaller where the caller sends its media
 * @param towardsCallee where the called party sends its media
 * @param caller where the caller wants its media; empty before it said so
 * @param callee where the called party wants its media; empty before it said so
 * @param codecs names of the codecs agreed on, first one preferred
 * @param shownToCaller the description the caller was last given, to keep its version honest (RFC 3264 §8); "" none
 * @param versionToCaller version number of that description
 */
public record CallMedia(LocalMedia towardsCaller, LocalMedia towardsCallee, Optional<DescribeRemote> caller,
        Optional<DescribeRemote> callee, List<String> codecs, String shownToCaller, int versionToCaller) {

    public CallMedia withCaller(Optional<DescribeRemote> remote) {
        return new CallMedia(towardsCaller, towardsCallee, remote, callee, codecs, shownToCaller, versionToCaller);
    }

    public CallMedia withCallee(Optional<DescribeRemote> remote) {
        return new CallMedia(towardsCaller, towardsCallee, caller, remote, codecs, shownToCaller, versionToCaller);
    }

    public CallMedia withCodecs(List<String> agreed) {
        return new CallMedia(towardsCaller, towardsCallee, caller, callee, agreed, shownToCaller, versionToCaller);
    }

    public CallMedia shown(String description, int version) {
        return new CallMedia(towardsCaller, towardsCallee, caller, callee, codecs, description, version);
    }
}
